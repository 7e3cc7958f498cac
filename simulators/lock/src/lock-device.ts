import { LockClient, type LockClientOptions, LockRefusedError } from "@gw-sim/client/lock";
import { type Clock, type JsonObject, messageOf, seededRandom, UsageError } from "@gw-sim/core";
import {
	type CommandSchemas,
	type Device,
	type DeviceEnd,
	type DeviceEvent,
	DeviceEvents,
	type LinkCommand,
	type StateEvent,
} from "@gw-sim/simulator-engine";
import { Runner } from "@gw-sim/transport";
import { type LockCommand, lockCommands } from "./commands.js";
import { lockFirmware } from "./firmware.js";
import {
	type Indicator,
	indicatorOf,
	type LockFirmwareEffect,
	type LockFirmwareInput,
	type LockFirmwareState,
	poweredUp,
	snapshotOf,
	type TagOutcome,
	type Verdict,
} from "./firmware-state.js";
import { lockSerial } from "./serial.js";

/** The outcome of every tag that was read. */
export type TagEvent = { readonly event: "tag" } & TagOutcome;

/** Those of the lock's client besides; its `random` follows from the seed. */
export interface LockDeviceOptions extends Omit<LockClientOptions, "serial" | "random" | "clock"> {
	/** @defaultValue `lock-NNNN` from the seed */
	readonly serial?: string;
	/** Every random choice of the device follows from it. */
	readonly seed: string | number;
	readonly clock: Clock;
	/** How long a grant keeps the lock open. @defaultValue 10000 */
	readonly holdMs?: number;
	/** How long the bolt takes, as 1500 of a motor's. @defaultValue 0, a strike relay */
	readonly travelMs?: number;
}

type Performed = Exclude<LockFirmwareEffect, { readonly type: "arm" | "disarm" }>;

/** Longest delay that the platform's timers can count. */
const maxDelayMs = 2_147_483_647;

/**
 * A smart lock with a tag reader: the firmware model on a client of the hub.
 * @example
 * const lock = new LockDevice({ url: "ws://127.0.0.1:4000/socket/websocket", seed: 1, clock: systemClock });
 * lock.on((event) => console.log(JSON.stringify(event)));
 * lock.start();
 */
export class LockDevice implements Device<LockCommand, TagEvent> {
	readonly id: string;
	readonly serial: string;
	readonly commands: CommandSchemas<LockCommand> = lockCommands;
	readonly done: Promise<DeviceEnd>;
	readonly #client: LockClient;
	readonly #events: DeviceEvents<TagEvent>;
	readonly #runner: Runner<LockFirmwareState, LockFirmwareInput, LockFirmwareEffect>;
	#end: (end: DeviceEnd) => void = () => {};

	/** @throws UsageError where an option is wrong; the message says how to mend it. */
	constructor(options: LockDeviceOptions) {
		const { seed, clock, holdMs = 10_000, travelMs = 0, ...link } = options;
		assertDelay("holdMs", holdMs, 1);
		assertDelay("travelMs", travelMs, 0);
		this.serial = options.serial ?? lockSerial(seed);
		this.id = `lock:${this.serial}`;
		this.done = new Promise((resolve) => {
			this.#end = resolve;
		});
		this.#events = new DeviceEvents({ id: this.id, clock });
		this.#runner = new Runner({
			machine: lockFirmware({ holdMs, travelMs }),
			initial: poweredUp,
			clock,
			random: seededRandom(`${seed}/firmware`),
			perform: (effect) => this.#perform(effect),
			changed: (state) => this.#events.state(snapshotOf(state)),
		});
		this.#client = new LockClient({
			...link,
			serial: this.serial,
			clock,
			random: seededRandom(`${seed}/link`),
		});
		this.#listen();
	}

	/** What the lock's light shows. */
	get indicator(): Indicator {
		return indicatorOf(this.#runner.state);
	}

	start(): void {
		// What goes wrong on the way is told as problems.
		this.#client.connect().catch(() => {});
	}

	async stop(): Promise<void> {
		await this.#release(0);
	}

	command(command: LockCommand | LinkCommand): void | Promise<void> {
		switch (command.cmd) {
			case "connect":
				return this.start();
			case "disconnect":
				return this.#client.disconnect();
			case "drop":
				return this.#client.drop();
			case "present-tag":
				return this.#runner.dispatch({ type: "present-tag", uid: command.uid });
			case "remove-tag":
			case "jam":
			case "clear-jam":
				return this.#runner.dispatch({ type: command.cmd });
		}
	}

	/** A reset, whose answer is only timed. */
	async probe(): Promise<void> {
		await this.#client.reset();
	}

	snapshot(): StateEvent {
		return this.#events.stateEvent(snapshotOf(this.#runner.state));
	}

	on(listener: (event: DeviceEvent | TagEvent) => void): () => void {
		return this.#events.on(listener);
	}

	#listen(): void {
		const client = this.#client;
		client.on("link", (link) => {
			if (link !== "online") this.#runner.dispatch({ type: "link", link });
		});
		client.on("joined", (hub) => {
			this.#events.recovered();
			this.#runner.dispatch({ type: "joined", hub });
		});
		client.on("pair", (params) => {
			this.#events.message("mode:pair", params);
			this.#runner.dispatch({ type: "pair", params });
		});
		client.on("event", ({ event, payload }) => this.#events.message(event, payload));
		client.on("frame", ({ direction, frame }) => this.#events.frame(direction, frame));
		client.on("problem", ({ code, message }) => {
			this.#events.error(code, message);
			if (code === "gave-up") void this.#release(1);
		});
	}

	#perform(effect: Performed): void {
		switch (effect.type) {
			case "complete-pair":
				this.#completePair(effect.pairing, effect.params, effect.uid);
				break;
			case "reset":
				this.#reset(effect.pairing);
				break;
			case "request-access":
				this.#requestAccess(effect.uid);
				break;
			case "report":
				// A report that is lost changes nothing in the lock.
				this.#client.sendEvent(effect.payload).catch(() => {});
				break;
			case "tag":
				this.#events.emit({ event: "tag", ...effect.outcome });
				break;
			case "rejoin":
				this.#client.drop();
				break;
		}
	}

	#completePair(pairing: number, params: JsonObject, uid: string): void {
		const answered = (refusal: string | null): void =>
			this.#runner.dispatch({ type: "pair-answered", pairing, uid, refusal });
		this.#client.completePair(params, uid).then(
			() => answered(null),
			(error: unknown) => answered(reasonOf(error)),
		);
	}

	#reset(pairing: number): void {
		this.#client.reset().then(
			(hub) => this.#runner.dispatch({ type: "reset-answered", pairing, hub }),
			() => this.#runner.dispatch({ type: "reset-answered", pairing, hub: null }),
		);
	}

	#requestAccess(uid: string): void {
		const answered = (verdict: Verdict): void =>
			this.#runner.dispatch({ type: "access-answered", uid, verdict });
		this.#client.requestAccess(uid).then(
			({ access, user }) =>
				answered(access ? { granted: true, user } : { granted: false, reason: "no access" }),
			(error: unknown) => answered({ granted: false, reason: reasonOf(error) }),
		);
	}

	async #release(exitCode: DeviceEnd["exitCode"]): Promise<void> {
		await this.#client[Symbol.asyncDispose]();
		this.#runner.stop();
		this.#end({ exitCode });
	}
}

/** The hub's own words, or the stable name of what went wrong. */
function reasonOf(error: unknown): string {
	if (error instanceof LockRefusedError) return error.reason;
	return error instanceof Error && "code" in error && typeof error.code === "string"
		? error.code
		: messageOf(error);
}

function assertDelay(name: string, ms: number, min: number): void {
	if (!Number.isInteger(ms) || ms < min || ms > maxDelayMs)
		throw new UsageError(
			`${name} must be a whole number of milliseconds from ${min} to ${maxDelayMs}`,
		);
}
