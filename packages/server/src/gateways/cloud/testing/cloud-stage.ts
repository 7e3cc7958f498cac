import { type Frame, parseJson, seededRandom } from "@gw-sim/core";
import { GatewayHost, hostDial, type LogFields, parseConfig } from "@gw-sim/server";
import { type CloseInfo, type Socket, VirtualClock } from "@gw-sim/transport";
import type { Gateway, Page } from "../../../gateway.js";
import { pageRequest } from "../../../testing/page-request.js";
import { SlowStore } from "../../chat/testing/slow-store.js";
import type { Fetch } from "../open-weather-map.js";

export const secret = "stage-secret";

export interface StageOptions {
	/** Of the configuration's section `cloud`. */
	readonly cloud?: object;
	readonly limits?: object;
	/** State of an earlier stage, or of another node. */
	readonly store?: SlowStore;
	readonly clock?: VirtualClock;
	readonly weatherApiKey?: string;
	readonly fetch?: Fetch;
}

interface Answer {
	readonly status: number;
	readonly body: unknown;
}

/** A host on a virtual clock, with raw lamps. */
export class CloudStage {
	readonly clock: VirtualClock;
	readonly store: SlowStore;
	readonly host: GatewayHost;
	readonly gateway: Gateway;
	/** What was logged above the level debug. */
	readonly log: (LogFields & { readonly event: string })[] = [];
	/** All that was logged, as text. */
	logged = "";

	constructor({ cloud = {}, limits = {}, store, clock, ...options }: StageOptions = {}) {
		this.clock = clock ?? new VirtualClock();
		const random = seededRandom("stage");
		this.store = store ?? new SlowStore({ clock: this.clock, random });
		this.host = new GatewayHost({
			config: parseConfig({ cloud: { secret, repeatMs: 0, ...cloud }, limits }),
			store: this.store,
			clock: this.clock,
			random,
			log: (level, event, fields) => {
				this.logged += `${JSON.stringify({ level, event, ...fields })}\n`;
				if (level !== "debug") this.log.push({ event, ...fields });
			},
			...options,
		});
		const gateway = this.host.gateways.find(({ protocol }) => protocol === "cloud");
		if (gateway === undefined) throw new Error("no cloud gateway");
		this.gateway = gateway;
	}

	/** A client that is dialling; `turn` lets it arrive. */
	dial(remote = "10.0.0.1"): Lamp {
		return new Lamp(hostDial(this.host, this.clock, remote)({ url: "ws://host/cloud" }));
	}

	/** A client that has arrived, and said nothing. */
	async stranger(remote?: string): Promise<Lamp> {
		const lamp = this.dial(remote);
		await this.turn();
		return lamp;
	}

	/** A lamp that has read its `ok` and the packet after that. */
	async lamp(remote?: string): Promise<Lamp> {
		const lamp = await this.stranger(remote);
		lamp.send(secret);
		await this.turn();
		const [ok] = lamp.take();
		if (ok !== "ok") throw new Error(`no ok came; closed with ${lamp.code}`);
		return lamp;
	}

	lamps(count: number): Promise<Lamp[]> {
		return Promise.all(Array.from({ length: count }, () => this.lamp()));
	}

	/** Lets everything happen that needs no time. */
	turn(): Promise<void> {
		return this.clock.advance(0);
	}

	/** Sets what is shown, as the control API does. */
	async put(body: unknown): Promise<Answer> {
		return this.#control("PUT", body);
	}

	async get(): Promise<Answer> {
		return this.#control("GET", null);
	}

	/** Posts to the origin's own page. */
	async post(body: unknown): Promise<Answer> {
		const text = typeof body === "string" ? body : JSON.stringify(body);
		const method = "POST";
		const page = this.#page("/config", method);
		return page.answer(pageRequest({ method, body: async () => ({ text }) }));
	}

	/** What the origin's own page tells of the display. */
	async config(): Promise<unknown> {
		const { body } = await this.#page("/config", "GET").answer(pageRequest());
		return parseJson(body);
	}

	/** A value in the metrics, by its name and labels as they stand there; null where it is absent. */
	metric(sample: string): number | null {
		const lines = this.host.metrics.render().split("\n");
		const line = lines.find((candidate) => candidate.startsWith(`${sample} `));
		return line === undefined ? null : Number(line.slice(sample.length + 1));
	}

	async #control(method: "GET" | "PUT", body: unknown): Promise<Answer> {
		const route = this.gateway.routes.find((candidate) => candidate.method === method);
		if (route === undefined) throw new Error("no such call");
		const text = JSON.stringify(body);
		return route.handle({ params: {}, body: parseJson(text) ?? null, text });
	}

	#page(path: string, method: string): Page {
		const page = (this.gateway.pages ?? []).find(
			({ path: its, methods }) => its === path && methods.includes(method),
		);
		if (page === undefined) throw new Error("no such page");
		return page;
	}
}

/** A raw client: sends any frame, and keeps what comes. */
export class Lamp {
	readonly socket: Socket;
	readonly frames: Frame[] = [];
	/** The code of its end; null while connected. */
	code: number | null = null;
	reason: string | null = null;
	pings = 0;
	pongs = 0;
	/** Called once it is connected. */
	onOpen: () => void = () => {};

	constructor(socket: Socket) {
		this.socket = socket;
		socket.listen({
			opened: () => this.onOpen(),
			frame: (frame) => this.frames.push(frame),
			pinged: () => {
				this.pings++;
			},
			ponged: () => {
				this.pongs++;
			},
			closed: (info: CloseInfo) => {
				this.code = info.code;
				this.reason = info.reason;
			},
		});
	}

	send(...frames: readonly Frame[]): this {
		for (const frame of frames) this.socket.send(frame);
		return this;
	}

	/** What came since the last time. */
	take(): Frame[] {
		return this.frames.splice(0);
	}
}

/** A store of which nothing can be read either while it is broken. */
export class DeadStore extends SlowStore {
	override async get(room: string, key: string): Promise<string | null> {
		// Loading fails where the store is broken.
		await this.load(room);
		return super.get(room, key);
	}
}
