import {
	type ExactJson,
	type Frame,
	isExactJsonObject,
	parseExactJson,
	seededRandom,
	stringifyExactJson,
} from "@gw-sim/core";
import { GatewayHost, hostDial, type LogFields, parseConfig, signChatToken } from "@gw-sim/server";
import { type CloseInfo, type Socket, VirtualClock } from "@gw-sim/transport";
import { SlowStore } from "./slow-store.js";

export const secret = "stage-secret";

/** Two users whose ids only exact numbers tell apart, and an administrator. */
export const ann = "6982582592583503353";
export const bob = "6982582592583503354";
export const root = "12";

const users = [
	{ id: ann, name: "xFuney", uuid: "ccad", bio: "Toast." },
	{ id: bob, name: "zer0", uuid: "beef" },
	{ id: root, name: "root", uuid: "ad31", admin: true },
	{ id: "1001", name: "robot", uuid: "b0b0", type: "bot" },
	{ id: "77", name: "spammer", uuid: "dead", banned: true },
];

export interface StageOptions {
	/** Of the configuration's section `chat`. */
	readonly chat?: object;
	readonly limits?: object;
	readonly seed?: string;
	/** State of an earlier stage. */
	readonly store?: SlowStore;
	readonly clock?: VirtualClock;
}

/** A host on a virtual clock, with raw clients of its chat. */
export class ChatStage {
	readonly clock: VirtualClock;
	readonly store: SlowStore;
	readonly host: GatewayHost;
	/** What was logged above the level debug. */
	readonly log: (LogFields & { readonly event: string })[] = [];
	/** All that was logged, as text. */
	logged = "";
	#remotes = 0;

	constructor({ chat = {}, limits = {}, seed = "stage", store, clock }: StageOptions = {}) {
		this.clock = clock ?? new VirtualClock();
		const random = seededRandom(seed);
		this.store = store ?? new SlowStore({ clock: this.clock, random });
		this.host = new GatewayHost({
			config: parseConfig({ chat: { jwtSecret: secret, users, ...chat }, limits }),
			store: this.store,
			clock: this.clock,
			random,
			log: (level, event, fields) => {
				this.logged += `${JSON.stringify({ level, event, ...fields })}\n`;
				if (level !== "debug") this.log.push({ event, ...fields });
			},
		});
	}

	/** A client that is dialling; `turn` lets it arrive. */
	dial(remote = `10.0.0.${this.#remotes++ % 250}`): Chatter {
		return new Chatter(hostDial(this.host, this.clock, remote)({ url: "ws://host/chat" }));
	}

	/** A client that was greeted. */
	async greeted(): Promise<Chatter> {
		const chatter = this.dial();
		await this.turn();
		chatter.take();
		return chatter;
	}

	/** A client that has identified and read its 140. */
	async present(id: string, type: "user" | "bot" = "user"): Promise<Chatter> {
		const chatter = await this.greeted();
		chatter.present(tokenOf(id, type));
		await this.turn();
		chatter.readReady();
		return chatter;
	}

	/** Lets everything happen that needs no time. */
	turn(): Promise<void> {
		return this.clock.advance(0);
	}
}

export function tokenOf(id: string, type: "user" | "bot" = "user"): string {
	return signChatToken(secret, { type, id });
}

/** A raw client: sends any text, and keeps what comes. */
export class Chatter {
	readonly socket: Socket;
	/** Frames that were not taken yet. */
	readonly frames: string[] = [];
	/** The code of its end; null while connected. */
	code: number | null = null;
	/** From its last 140. */
	sessionId = "";
	/** Called once it is connected. */
	onOpen: () => void = () => {};

	constructor(socket: Socket) {
		this.socket = socket;
		socket.listen({
			opened: () => this.onOpen(),
			frame: (frame: Frame) => this.frames.push(String(frame)),
			closed: (info: CloseInfo) => {
				this.code = info.code;
			},
		});
	}

	send(message: string | ExactJson): this {
		this.socket.send(typeof message === "string" ? message : stringifyExactJson(message));
		return this;
	}

	/** Sends 110; `resume` is the session and the last `s` that it goes on after. */
	present(token: string, resume?: { readonly sessionId: string; readonly s: ExactJson }): this {
		const session = resume === undefined ? "" : `,"session_id":${resume.sessionId},"s":${resume.s}`;
		return this.send(`{"f":110,"cnf":{"token":${JSON.stringify(token)}${session}}}`);
	}

	/** Sends 130; `cnf` is JSON text, so that numbers keep their digits. */
	emit(event: string, cnf?: string, s?: number): this {
		const body = cnf === undefined ? "" : `,"cnf":${cnf}`;
		return this.send(`{"f":130,"t":"${event}"${body}${s === undefined ? "" : `,"s":${s}`}}`);
	}

	say(content: string): this {
		return this.emit("MESSAGE_CREATE", JSON.stringify({ content }));
	}

	/** What came since the last time, as text. */
	take(): string[] {
		return this.frames.splice(0);
	}

	/** What came, each in a few words: `140`, `140 resumed`, `150 5 true`, `#3 MESSAGE_CREATE hello`. */
	takeBriefs(): string[] {
		return this.take().map(brief);
	}

	/** Remembers the session of the 140 that came first, which is taken with all before it. */
	readReady(): void {
		for (let frame = this.frames.shift(); frame !== undefined; frame = this.frames.shift()) {
			const id = /^\{"f":140,.*"session_id":(\d+)/.exec(frame)?.[1];
			if (id === undefined) continue;
			this.sessionId = id;
			return;
		}
		throw new Error(`no 140 came; closed with ${this.code}`);
	}
}

/** A server's frame in a few words. */
function brief(frame: string): string {
	const fields = parseExactJson(frame, 32);
	if (!isExactJsonObject(fields)) return frame;
	const cnf = isExactJsonObject(fields.cnf) ? fields.cnf : {};
	switch (fields.f) {
		case 130:
			return `#${fields.s} ${fields.e}${typeof cnf.content === "string" ? ` ${cnf.content}` : ""}`;
		case 140:
			return cnf.resumed === true ? "140 resumed" : "140";
		case 150:
			return `150 ${cnf.c} ${cnf.d}`;
		default:
			return String(fields.f);
	}
}
