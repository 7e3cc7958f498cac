import { type Clock, type Frame, type JsonObject, type JsonValue, jsonEquals } from "@gw-sim/core";
import { bodyOf, type DeviceEvent, type StateEvent } from "./events.js";

export interface DeviceEventsOptions {
	/** The device's id, as `lock:lock-8650`. */
	readonly id: string;
	/** Counts from the process's start. */
	readonly clock: Clock;
	/** Keys of the state whose change alone prints nothing. */
	readonly quietKeys?: readonly string[];
}

/** A listener, in an object of its own: so one that was added twice is taken away once. */
interface Added<Event> {
	readonly call: (event: Event) => void;
}

/**
 * What a device tells: stamps events with its own time, holds back a state that was told already,
 * and tells a lasting trouble once. A listener that throws stops neither the others nor the device;
 * its error surfaces as an uncaught one.
 */
export class DeviceEvents<Own extends { readonly event: string } = never> {
	readonly #options: DeviceEventsOptions;
	/** Never changed, but replaced. */
	#added: readonly Added<DeviceEvent | Own>[] = [];
	#told: JsonObject | null = null;
	#cause: string | null = null;

	constructor(options: DeviceEventsOptions) {
		this.#options = options;
	}

	/** Whole milliseconds since the process's start. */
	get at(): number {
		return Math.floor(this.#options.clock.now());
	}

	on(listener: (event: DeviceEvent | Own) => void): () => void {
		const added = { call: listener };
		this.#added = this.#added.concat(added);
		return () => {
			this.#added = this.#added.filter((other) => other !== added);
		};
	}

	/** The event that prints a state. */
	stateEvent(state: JsonObject): StateEvent {
		return { event: "state", device: this.#options.id, at: this.at, state };
	}

	/** Tells the state unless it was the last one told. */
	state(state: JsonObject): void {
		const told = this.#withoutQuiet(state);
		if (this.#told !== null && jsonEquals(this.#told, told)) return;
		this.#told = told;
		this.emit(this.stateEvent(state));
	}

	/** Tells a trouble unless it is the one that was told last. */
	error(code: string, message: string): void {
		const cause = `${code} ${message}`;
		if (cause === this.#cause) return;
		this.#cause = cause;
		this.emit({ event: "error", message, code });
	}

	/** All is well: the same trouble is news again. */
	recovered(): void {
		this.#cause = null;
	}

	/** Tells what the gateway sent. */
	message(type: string, data: JsonValue | Uint8Array): void {
		this.emit({ event: "message", type, ...bodyOf(data) });
	}

	frame(dir: "in" | "out", frame: Frame): void {
		if (this.#added.length > 0) this.emit({ event: "frame", dir, at: this.at, ...bodyOf(frame) });
	}

	emit(event: DeviceEvent | Own): void {
		for (const { call } of this.#added) {
			try {
				call(event);
			} catch (error) {
				queueMicrotask(() => {
					throw error;
				});
			}
		}
	}

	#withoutQuiet(state: JsonObject): JsonObject {
		const { quietKeys = [] } = this.#options;
		if (quietKeys.length === 0) return state;
		return Object.fromEntries(Object.entries(state).filter(([key]) => !quietKeys.includes(key)));
	}
}
