import type { AwaOptions } from "./awa.js";
import { frameLength, type LedProtocol } from "./protocols.js";

/** What decides how fast frames can follow each other. */
export interface WireLoad {
	readonly protocol: LedProtocol;
	/** Bits a second; a byte takes ten. */
	readonly baud: number;
	readonly leds: number;
	readonly awa?: AwaOptions;
}

/** Milliseconds that a WS2812 LED takes of its strip's refresh: 24 bits of 1.25 us. */
const latchMsPerLed = 0.0301;
/** What a strip needs to show what it was given, and a host to wake up late. */
const spareMs = 2;

/** Milliseconds that bytes spend on the wire: eight bits, a start and a stop bit each. */
function bytesMs(bytes: number, baud: number): number {
	return (bytes * 10_000) / baud;
}

/** Milliseconds that a frame spends on the wire. */
export function wireMs({ protocol, baud, leds, awa }: WireLoad): number {
	return bytesMs(frameLength(protocol, leds, awa), baud);
}

/**
 * Milliseconds from a frame to the next where the device tells nothing: boards with one core are
 * deaf while they refresh their strip.
 */
export function paceMs(load: WireLoad): number {
	return wireMs(load) + latchMsPerLed * load.leds + spareMs;
}

/** Frames a second that a device which tells nothing can be given. */
export function maxFps(load: WireLoad): number {
	return 1000 / paceMs(load);
}
