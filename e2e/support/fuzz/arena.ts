import { type Frame, messageOf, type Random, seededRandom } from "@gw-sim/core";
import { GatewayHost, hostDial, type LogFields, parseConfig } from "@gw-sim/server";
import { MemoryStore, type Store } from "@gw-sim/store";
import { VirtualClock } from "@gw-sim/transport";
import { Call } from "./call.js";
import type { Marked } from "./marked-json.js";
import { framesIn, type Step } from "./step.js";
import type { Tally } from "./tally.js";
import { Disagreement, jsonIn, Wire } from "./wire.js";

/** What a gateway has to do, told after it has done it; each throws a `Disagreement`. */
export interface Model {
	opened(wire: Wire, query: URLSearchParams, now: number): void;
	heard(wire: Wire, frame: Frame, now: number, wallTime: number): void;
	/** The client has sent a ping of the WebSocket itself. */
	pinged?(wire: Wire, now: number): void;
	/** The client reads nothing, until it is woken. */
	slept?(wire: Wire): void;
	woken?(wire: Wire, now: number): void;
	/** A plain request was made, which may be answered later. */
	asked?(call: Call, now: number): void;
	/** The client has closed its connection with this code, or it was cut (1006). */
	left(wire: Wire, code: number, now: number): void;
	/** Time has passed. */
	passed(now: number): void;
}

export interface ArenaOptions {
	readonly path: string;
	/** The server's configuration. */
	readonly settings: unknown;
	readonly seed: string;
	readonly model: Model;
	/** What somebody who behaves does every now and then. */
	readonly audit: readonly Step[];
	/** The kind of a frame from the gateway. */
	readonly kindOf: (frame: Marked) => string;
	readonly answers: Tally;
	/** Of frames from the gateway; JSON in text when absent. */
	readonly read?: (frame: Frame) => Marked | undefined;
	/** Where the gateway keeps its state; in memory, at once, when absent. */
	readonly store?: (terms: { readonly clock: VirtualClock; readonly random: Random }) => Store;
}

/** What nobody has caught since the last step. */
const uncaught: string[] = [];
for (const event of ["uncaughtException", "unhandledRejection"] as const)
	process.on(event, (error: unknown) => uncaught.push(messageOf(error)));

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const prototypeKeys = prototypes.map((one) => Reflect.ownKeys(one).length);

/** A gateway in memory and virtual time, and the model that it is held against. */
export class Arena {
	readonly clock: VirtualClock = new VirtualClock();
	readonly #options: ArenaOptions;
	readonly #host: GatewayHost;
	readonly #wires = new Map<string, Wire>();
	/** Requests without an answer, as far as is known. */
	readonly #calls = new Set<Call>();
	readonly #troubles: string[] = [];

	constructor(options: ArenaOptions) {
		this.#options = options;
		const { clock } = this;
		const { seed, settings, store: makeStore = (terms) => new MemoryStore(terms) } = options;
		const random = seededRandom(seed);
		const log = (level: string, event: string, fields: LogFields): void => {
			if (level === "error" || event === "session-failed")
				this.#troubles.push(JSON.stringify({ event, ...fields }));
		};
		const store = makeStore({ clock, random });
		const config = parseConfig(settings);
		this.#host = new GatewayHost({ config, store, clock, random, log });
	}

	/** An open connection of that name. */
	wire(name: string): Wire | undefined {
		return this.#wires.get(name);
	}

	/** @throws Disagreement where the gateway does something else than its model. */
	async play(step: Step): Promise<void> {
		const { model } = this.#options;
		const sentAt = this.clock.now();
		const wallTime = this.clock.wallTime();
		switch (step.do) {
			case "open": {
				if (this.#wires.has(step.who)) return;
				const { path, kindOf, answers, read = jsonIn } = this.#options;
				const dial = hostDial(this.#host, this.clock, `10.0.0.${this.#wires.size}`);
				const socket = dial({ url: `ws://host${path}?${step.query}` });
				const heard = (frame: Marked): void => answers.add(kindOf(frame));
				const wire = new Wire({
					name: step.who,
					socket,
					read,
					heard,
					now: () => this.clock.now(),
				});
				this.#wires.set(step.who, wire);
				await this.#advance(1);
				model.opened(wire, new URLSearchParams(step.query), sentAt);
				break;
			}
			case "send": {
				const wire = this.#wires.get(step.who);
				if (wire === undefined) return;
				for (const frame of framesIn(step)) wire.send(frame);
				await this.#advance(1);
				for (const frame of framesIn(step)) model.heard(wire, frame, sentAt, wallTime);
				break;
			}
			case "ping": {
				const wire = this.#wires.get(step.who);
				if (wire === undefined) return;
				wire.ping();
				await this.#advance(1);
				model.pinged?.(wire, sentAt);
				break;
			}
			case "sleep":
			case "wake": {
				const wire = this.#wires.get(step.who);
				if (wire === undefined) return;
				if (step.do === "sleep") wire.pause();
				else wire.resume();
				await this.#advance(1);
				if (step.do === "sleep") model.slept?.(wire);
				else model.woken?.(wire, sentAt);
				break;
			}
			case "ask": {
				const calls = step.requests.map((request) => new Call(this.#host, request));
				for (const call of calls) this.#calls.add(call);
				await this.#advance(1);
				for (const call of calls) model.asked?.(call, sentAt);
				break;
			}
			case "close":
			case "cut": {
				const wire = this.#wires.get(step.who);
				if (wire === undefined) return;
				const code = step.do === "cut" ? 1006 : (step.code ?? 1005);
				if (step.do === "cut") wire.cut();
				else wire.close(step.code);
				await this.#advance(1);
				wire.closes(code);
				model.left(wire, code, sentAt);
				break;
			}
			case "pause":
				await this.#advance(step.ms);
				break;
			case "audit":
				for (const each of this.#options.audit) {
					if ("who" in each && each.do !== "open" && !this.#wires.has(each.who))
						throw new Disagreement(`${each.who} did nothing wrong and was cut`);
					await this.play(each);
				}
				this.#checkProcess();
				break;
		}
		model.passed(this.clock.now());
		this.#settled();
	}

	/** Everybody leaves, and nothing of them may stay. */
	async end(): Promise<void> {
		for (const who of [...this.#wires.keys()]) await this.play({ do: "close", who, code: 1000 });
		await this.play({ do: "pause", ms: 10_000 });
		this.#checkProcess();
		for (const call of this.#calls) throw new Disagreement(`${call} was never answered`);
		const { size } = this.#host.connections;
		if (size > 0) throw new Disagreement(`${size} connections are left`);
		await this.#host.drain(0);
		await this.#advance(0);
		if (this.clock.pending > 0) throw new Disagreement(`${this.clock.pending} timers are left`);
	}

	async #advance(ms: number): Promise<void> {
		try {
			await this.clock.advance(ms);
		} catch (error) {
			uncaught.push(messageOf(error));
		}
		const [error] = uncaught.splice(0);
		if (error !== undefined) throw new Disagreement(`uncaught: ${error}`);
	}

	#settled(): void {
		for (const [name, wire] of this.#wires) {
			wire.settled();
			if (wire.isClosed) this.#wires.delete(name);
		}
		const [trouble] = this.#troubles;
		if (trouble !== undefined) throw new Disagreement(`the gateway logged ${trouble}`);
		for (const call of this.#calls) {
			if (call.failure !== null) throw new Disagreement(`${call} threw: ${call.failure}`);
			if (call.answer === null) continue;
			this.#options.answers.add(`${call.request.method} ${call.answer.status}`);
			this.#calls.delete(call);
		}
	}

	#checkProcess(): void {
		const keys = prototypes.map((one) => Reflect.ownKeys(one).length);
		if ("polluted" in {} || keys.some((count, i) => count !== prototypeKeys[i]))
			throw new Disagreement("a prototype was changed");
	}
}
