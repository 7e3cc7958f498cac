import { createHash } from "node:crypto";
import { type Frame, seededRandom } from "@gw-sim/core";
import { GatewayHost, type LogFields, parseConfig } from "@gw-sim/server";
import { memoryPair, type Socket, VirtualClock } from "@gw-sim/transport";
import { HeldStore } from "./held-store.js";

const signingKey = "deadbeef";

export interface BenchOptions {
	/** Of the configuration's section `rooms`. */
	readonly rooms?: object;
	readonly limits?: object;
	/** State of an earlier bench. */
	readonly store?: HeldStore;
}

export interface Message {
	readonly type: string;
	readonly data?: unknown;
}

export interface ProfileData {
	readonly suffix: number;
	readonly properties: Record<string, unknown>;
	readonly id: string;
	readonly role: string;
}

const random = seededRandom("rooms");

/** A host on a virtual clock, with raw clients of its rooms. */
export class RoomBench {
	readonly clock: VirtualClock = new VirtualClock();
	readonly store: HeldStore;
	readonly host: GatewayHost;
	/** What was logged above the level debug. */
	readonly log: (LogFields & { readonly event: string })[] = [];

	constructor({ rooms = {}, limits = {}, store }: BenchOptions = {}) {
		this.store = store ?? new HeldStore({ clock: this.clock, random });
		this.host = new GatewayHost({
			config: parseConfig({ rooms: { signingKey, ...rooms }, limits }),
			store: this.store,
			clock: this.clock,
			random,
			log: (level, event, fields) => {
				if (level !== "debug") this.log.push({ event, ...fields });
			},
		});
	}

	/** Lets everything happen that needs no time. */
	turn(): Promise<void> {
		return this.clock.advance(0);
	}

	/** A client whose handshake is done, or the status with which it was refused. */
	async knock(query = "room=r", cookie: string | null = null): Promise<Guest | number> {
		const verdict = await this.host.admit(
			{
				path: "/websocket",
				query: new URLSearchParams(query),
				origin: null,
				host: null,
				cookie,
				offered: [],
			},
			"10.0.0.1",
			null,
		);
		if (!verdict.ok) return verdict.status;
		const [client, server] = memoryPair(this.clock);
		const guest = new Guest(client, this.clock, verdict.headers);
		verdict.accept(server);
		return guest;
	}

	/** A client that was let in and has not yet read its config and its profile. */
	async arrive(query?: string, cookie?: string): Promise<Guest> {
		const guest = await this.knock(query, cookie);
		if (typeof guest === "number") throw new Error(`refused with ${guest}`);
		await this.turn();
		return guest;
	}

	/** A client that has read its config and its profile. */
	async enter(query?: string, cookie?: string): Promise<Guest> {
		const guest = await this.arrive(query, cookie);
		guest.readProfile();
		return guest;
	}

	/** As many clients. */
	enterAll(count: number, query?: string): Promise<Guest[]> {
		return Promise.all(Array.from({ length: count }, () => this.enter(query)));
	}

	/** A client that has become an administrator of room `r`. */
	async admin(query = "room=r"): Promise<Guest> {
		const guest = await this.enter(query);
		const ts = this.clock.wallTime();
		const room = new URLSearchParams(query).get("room");
		const key = createHash("sha256").update(`${room}${ts}${signingKey}`).digest("hex");
		await guest.ask("authenticate", { ts, key });
		return guest;
	}

	/** What a new client of the room is told of what is in it. */
	async snapshots(event: string, query?: string): Promise<unknown[]> {
		const guest = await this.enter(query);
		const told = await guest.ask("subscribe", event);
		guest.socket.close(1000);
		await this.turn();
		return told.map(({ data }) => data);
	}
}

/** A raw client: says anything, and keeps what it hears. */
export class Guest {
	readonly socket: Socket;
	readonly headers: readonly string[];
	/** The code of its end; null while connected. */
	code: number | null = null;
	/** From its last profile. */
	id = "";
	suffix = 0;
	readonly #clock: VirtualClock;
	readonly #heard: Message[] = [];

	constructor(socket: Socket, clock: VirtualClock, headers: readonly string[]) {
		this.socket = socket;
		this.headers = headers;
		this.#clock = clock;
		socket.listen({
			frame: (frame: Frame) => this.#heard.push(JSON.parse(String(frame))),
			closed: ({ code }) => {
				this.code = code;
			},
		});
	}

	/** Without an argument for it, without `data`. */
	say(type: string, ...data: readonly unknown[]): this {
		return this.raw(JSON.stringify(data.length === 0 ? { type } : { type, data: data[0] }));
	}

	raw(frame: Frame): this {
		this.socket.send(frame);
		return this;
	}

	/** What it is told up to the moment when nothing more happens. */
	async ask(type: string, ...data: readonly unknown[]): Promise<Message[]> {
		this.say(type, ...data);
		await this.#clock.advance(0);
		return this.take();
	}

	/** What it has heard and not taken yet. */
	take(): Message[] {
		return this.#heard.splice(0);
	}

	/** The config and the profile that greet it. */
	readProfile(): ProfileData {
		const [, profile] = this.take();
		if (profile?.type !== "profile") throw new Error("no profile");
		const data = profile.data as ProfileData;
		this.id = data.id;
		this.suffix = data.suffix;
		return data;
	}
}
