import type { JsonObject } from "@gw-sim/core";
import * as v from "valibot";

/** Red, green and blue, 0 to 255 each. */
export interface DeviceColor {
	readonly r: number;
	readonly g: number;
	readonly b: number;
}

/** What a device is set to heat to. */
export interface HeatProfile {
	readonly name?: string;
	/** Target, degrees C. */
	readonly temp?: number;
	/** As `0:45`, minutes and seconds. */
	readonly time?: string;
	/** As `#rrggbb`. */
	readonly color?: string;
	/** 0 to 1.5. */
	readonly intensity?: number;
}

/** A heat cycle that is over. */
export interface LastDab {
	/** ms since 1970. */
	readonly timestamp?: number;
	/** s */
	readonly totalTime?: number;
	/** s */
	readonly timeElapsed?: number;
	/** degrees C */
	readonly nominalTemp?: number;
	/** degrees C */
	readonly actualTemp?: number;
}

/**
 * What devices tell by op 4, each key at will; a gateway lays it over what it had before. The first
 * gateway's clients know those down to `deviceName`, the rest came later.
 */
export interface PuffDeviceState {
	/** Chamber, degrees C; null where it is not known. */
	readonly temperature?: number | null;
	/** Percent. */
	readonly battery?: number;
	/** 0 to 13, see `heatStates`. */
	readonly state?: number;
	readonly activeColor?: DeviceColor;
	/** Heat cycles in the device's life. */
	readonly totalDabs?: number;
	/** 0 USB, 1 wireless, 2 power dock, 3 none. */
	readonly chargeSource?: number;
	readonly profileName?: string;
	readonly deviceName?: string;
	/** 0 to 100, from later clients 0 to 255. */
	readonly brightness?: number;
	/** 0 none, 1 normal, 2 XL, 3 3D. */
	readonly chamberType?: number;
	/** A number as text, as `0` for a Peak. */
	readonly deviceModel?: string;
	/** As `AA:BB:CC:DD:EE:FF`. */
	readonly deviceMac?: string;
	readonly dabsPerDay?: number;
	readonly profile?: HeatProfile;
	/** Seconds in the present state. */
	readonly stateTime?: number;
	/** s since 1970. */
	readonly utcTime?: number;
	readonly lastDab?: LastDab;
}

type Field = keyof PuffDeviceState;

const number = v.number();
const text = v.string();
const numbers = v.exactOptional(number);
const texts = v.exactOptional(text);

const fields: { readonly [F in Field]-?: v.GenericSchema<unknown, PuffDeviceState[F]> } = {
	temperature: v.nullable(number),
	battery: number,
	state: number,
	activeColor: v.object({ r: number, g: number, b: number }),
	totalDabs: number,
	chargeSource: number,
	profileName: text,
	deviceName: text,
	brightness: number,
	chamberType: number,
	deviceModel: text,
	deviceMac: text,
	dabsPerDay: number,
	profile: v.object({ name: texts, temp: numbers, time: texts, color: texts, intensity: numbers }),
	stateTime: number,
	utcTime: number,
	lastDab: v.object({
		timestamp: numbers,
		totalTime: numbers,
		timeElapsed: numbers,
		nominalTemp: numbers,
		actualTemp: numbers,
	}),
};

/** The known keys of a device's state that have the type that they ought to have. */
export function readDeviceState(raw: JsonObject): PuffDeviceState {
	const entries: [string, unknown][] = [];
	for (const [key, value] of Object.entries(raw)) {
		if (!isField(key)) continue;
		const result = v.safeParse(fields[key], value);
		if (result.success) entries.push([key, result.output]);
	}
	return Object.fromEntries(entries);
}

function isField(key: string): key is Field {
	return Object.hasOwn(fields, key);
}
