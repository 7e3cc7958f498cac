import { deflateSync, inflateSync } from "node:zlib";
import { type Frame, seededRandom } from "@gw-sim/core";
import { GatewayHost, hostDial, type LogFields, parseConfig } from "@gw-sim/server";
import { type Socket, VirtualClock } from "@gw-sim/transport";
import { PuffStore } from "./puff-store.js";

export interface BenchOptions {
	/** Of the configuration's section `puff`. */
	readonly puff?: object;
	readonly limits?: object;
	/** State of another bench, whose clock this one shares. */
	readonly beside?: PuffBench;
	/** State of an earlier bench. */
	readonly store?: PuffStore;
	readonly clock?: VirtualClock;
	readonly seed?: string;
}

export interface Message {
	readonly op: number;
	readonly t?: string;
	readonly d?: unknown;
}

export interface HttpReply {
	readonly status: number;
	readonly body: unknown;
}

/** A host on a virtual clock, with raw clients of its puff gateway. */
export class PuffBench {
	readonly clock: VirtualClock;
	readonly store: PuffStore;
	readonly host: GatewayHost;
	/** What was logged above the level debug. */
	readonly log: (LogFields & { readonly event: string })[] = [];

	constructor({ puff = {}, limits = {}, beside, store, clock, seed = "puff" }: BenchOptions = {}) {
		this.clock = beside?.clock ?? clock ?? new VirtualClock();
		const random = seededRandom(seed);
		this.store = beside?.store ?? store ?? new PuffStore({ clock: this.clock, random });
		this.host = new GatewayHost({
			config: parseConfig({ puff, limits }),
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

	/** A client that is dialling. */
	dial(query = ""): Puffer {
		const url = `ws://host/socket${query}`;
		return new Puffer(hostDial(this.host, this.clock)({ url }), this.clock);
	}

	/** A client that has read its hello. */
	async connect(query?: string): Promise<Puffer> {
		const puffer = this.dial(query);
		await this.turn();
		puffer.readHello();
		return puffer;
	}

	/** The id of a group that `puffer` has made. */
	async create(puffer: Puffer, name?: string): Promise<string> {
		const told = await puffer.ask(2, name === undefined ? undefined : { name });
		const made = told.find(({ t }) => t === "GROUP_CREATE");
		if (made === undefined) throw new Error(`no group: ${JSON.stringify(told)}`);
		return (made.d as { group_id: string }).group_id;
	}

	/** As many clients, who are all in one new group and have read everything up to here. */
	async group(count: number): Promise<Crew> {
		const first = await this.connect();
		const id = await this.create(first, "G");
		const rest = await Promise.all(Array.from({ length: count - 1 }, () => this.connect()));
		const members = [first, ...rest];
		for (const member of members) await member.ask(1, { group_id: id });
		for (const member of members) member.take();
		return { id, members };
	}

	/** What the HTTP API answers. */
	async get(path: string, method = "GET", origin: string | null = null): Promise<HttpReply> {
		const gateway = this.host.gateways.find(({ protocol }) => protocol === "puff");
		const page = gateway?.pages?.find((candidate) => {
			const pattern = candidate.path.replace(":id", "[^/]+");
			return new RegExp(`^${pattern}$`).test(path);
		});
		if (page === undefined) throw new Error(`no page ${path}`);
		const { status, body } = await page.answer({
			method,
			params: { id: path.split("/").at(-1) ?? "" },
			query: new URLSearchParams(),
			origin,
			host: null,
			body: async () => null,
		});
		return { status, body: body.startsWith("{") ? JSON.parse(body) : body };
	}

	/** From now on the node neither hears nor does anything, and its clients do not know. */
	die(): void {
		for (const gateway of this.host.gateways) gateway.stop?.();
	}

	/** What the control API answers when it is asked to delete a group. */
	async delete(id: string): Promise<number> {
		const gateway = this.host.gateways.find(({ protocol }) => protocol === "puff");
		const route = gateway?.routes[0];
		if (route === undefined) throw new Error("no such call");
		return (await route.handle({ params: { id }, body: null, text: "" })).status;
	}
}

/** Two nodes over one store. */
export function twoNodes(options: BenchOptions = {}): readonly [PuffBench, PuffBench] {
	const first = new PuffBench({ ...options, seed: "first" });
	return [first, new PuffBench({ ...options, seed: "second", beside: first })];
}

export interface Crew {
	readonly id: string;
	readonly members: readonly Puffer[];
}

/** A raw client: says anything, and keeps what it hears. */
export class Puffer {
	readonly socket: Socket;
	/** The code of its end; null while connected. */
	code: number | null = null;
	reason = "";
	/** From its hello. */
	id = "";
	/** Frames as they came, not taken yet. */
	readonly frames: Frame[] = [];
	readonly #clock: VirtualClock;

	constructor(socket: Socket, clock: VirtualClock) {
		this.socket = socket;
		this.#clock = clock;
		socket.listen({
			frame: (frame: Frame) => this.frames.push(frame),
			closed: ({ code, reason }) => {
				this.code = code;
				this.reason = reason;
			},
		});
	}

	/** Without an argument for it, without `d`. */
	say(op: number, ...d: readonly unknown[]): this {
		return this.raw(JSON.stringify(d[0] === undefined ? { op } : { op, d: d[0] }));
	}

	/** The same in a binary frame. */
	sayDeflated(op: number, d?: unknown): this {
		return this.raw(deflateSync(JSON.stringify({ op, d })));
	}

	raw(frame: Frame): this {
		this.socket.send(frame);
		return this;
	}

	/** Tells a change of the device. */
	device(state: object): this {
		return this.say(4, state);
	}

	/** What it is told up to the moment when nothing more happens. */
	async ask(op: number, ...d: readonly unknown[]): Promise<Message[]> {
		this.say(op, ...d);
		await this.#clock.advance(0);
		return this.take();
	}

	/** What it has heard and not taken yet. */
	take(): Message[] {
		return this.frames.splice(0).map((frame) => JSON.parse(textOf(frame)) as Message);
	}

	/** The names of what it has heard and not taken yet. */
	heard(): (string | undefined)[] {
		return this.take().map(({ t }) => t);
	}

	readHello(): unknown {
		const [hello] = this.take();
		if (hello?.op !== 0) throw new Error(`no hello; closed with ${this.code}`);
		this.id = (hello.d as { session_id: string }).session_id;
		return hello;
	}
}

/** A frame's text; binary is inflated. */
export function textOf(frame: Frame): string {
	return typeof frame === "string" ? frame : inflateSync(frame).toString();
}
