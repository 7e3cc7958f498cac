import { objectText } from "./member-texts.js";
import type { ObjectText } from "./messages.js";

/** The firmware's states, at their number. */
export const heatStates = [
	"INIT_MEMORY",
	"INIT_VERSION_DISPLAY",
	"INIT_BATTERY_DISPLAY",
	"MASTER_OFF",
	"SLEEP",
	"IDLE",
	"TEMP_SELECT",
	"HEAT_CYCLE_PREHEAT",
	"HEAT_CYCLE_ACTIVE",
	"HEAT_CYCLE_FADE",
	"VERSION_DISPLAY",
	"BATTERY_DISPLAY",
	"FACTORY_TEST",
	"BLE_BONDING",
] as const;

const isAscii = /^\p{ASCII}*$/u;

/** Nothing is under way. */
export const idleState = 5;
/** The button was pressed: ready to heat. */
export const selectState = 6;

/** Whether a device in this state is in a heat cycle: preheat, active or fade. */
export function isHeating(state: number | null): boolean {
	return state === 7 || state === 8 || state === 9;
}

/** The number under `state`, null where there is none. */
export function stateIn(values: ReadonlyMap<string, string>): number | null {
	const text = values.get("state") ?? "";
	return /^-?\d/.test(text) ? Number(text) : null;
}

/** What a device would take up. */
export interface DeviceSize {
	readonly keys: number;
	/** Bytes of its state's text in UTF-8, or somewhat more. */
	readonly length: number;
}

/** What one device has told so far: each key with the value that it last had, as JSON text. */
export class Device {
	readonly #values = new Map<string, string>();
	#length = 0;

	/** Whether nothing was ever told: its owner only looks on. */
	get isEmpty(): boolean {
		return this.#values.size === 0;
	}

	get state(): number | null {
		return stateIn(this.#values);
	}

	get size(): DeviceSize {
		return { keys: this.#values.size, length: this.#length };
	}

	get text(): ObjectText {
		return objectText(this.#values);
	}

	/** What these changes would make of the size. */
	sizeWith(changes: ReadonlyMap<string, string>): DeviceSize {
		let { keys, length } = this.size;
		for (const [key, value] of changes) {
			const old = this.#values.get(key);
			if (old === undefined) {
				keys++;
				// A colon and a comma go with it.
				length += maxBytes(JSON.stringify(key)) + 2;
			} else length -= maxBytes(old);
			length += maxBytes(value);
		}
		return { keys, length };
	}

	/** Puts what came in place of what was there; `size` is what `sizeWith` says of it. */
	merge(changes: ReadonlyMap<string, string>, size: DeviceSize): void {
		this.#length = size.length;
		for (const [key, value] of changes) this.#values.set(key, ownCopy(value));
	}
}

/** From here on the platform keeps a part of a text as a window on all of it. */
const windowLength = 13;

/** A value that is kept must not keep the whole frame that it came in. */
function ownCopy(part: string): string {
	return part.length < windowLength ? part : ` ${part}`.slice(1);
}

/** No text takes more than three bytes for each of its units. */
function maxBytes(text: string): number {
	return isAscii.test(text) ? text.length : 3 * text.length;
}
