import type { Frame, JsonObject, JsonValue } from "@gw-sim/core";

/** What a device shows of itself; printed on every change. */
export interface StateEvent {
	readonly event: "state";
	/** As `lock:lock-8650`. */
	readonly device: string;
	/** Whole milliseconds since the process's start, on the device's clock. */
	readonly at: number;
	readonly state: JsonObject;
}

/** What went wrong, told once per change of cause. */
export interface ErrorEvent {
	readonly event: "error";
	/** One line for people that says how to mend it. */
	readonly message: string;
	/** Stable, for programs. */
	readonly code: string;
}

/** Something that the gateway sent and that people care about. */
export type ReceivedEvent = { readonly event: "message"; readonly type: string } & Body;

/** One frame on the wire, as seen by the device. */
export type FrameEvent = {
	readonly event: "frame";
	readonly dir: "in" | "out";
	readonly at: number;
} & Body;

/** JSON or text as it is, bytes in base64. */
export type Body = { readonly data: JsonValue } | { readonly binary: string };

/** What every device can tell; each adds events of its own. */
export type DeviceEvent = StateEvent | ErrorEvent | ReceivedEvent | FrameEvent;

/** What the process of a device uses. */
export interface Usage {
	/** Resident memory in bytes. */
	readonly rss: number;
	/** Processor time since the start in milliseconds. */
	readonly cpuMs: number;
}

/** A frame or a payload as it is written in an event. */
export function bodyOf(value: JsonValue | Frame): Body {
	return value instanceof Uint8Array
		? { binary: Buffer.from(value).toString("base64") }
		: { data: value };
}
