import { UsageError } from "@gw-sim/core";
import {
	encodeAdalight,
	encodeLightBerry,
	encodeSkydimo,
	headerLength,
	lightBerryLength,
} from "./adalight.js";
import { type AwaOptions, awaLength, encodeAwa } from "./awa.js";
import { encodeTpm2, tpm2Length } from "./tpm2.js";

/** What is spoken on the wire. */
export type LedProtocol = "adalight" | "lightberry" | "skydimo" | "awa" | "tpm2";

interface Wire {
	/** As many as the protocol can count. */
	readonly maxLeds: number;
	/** Bytes of a frame. */
	length(leds: number, awa: AwaOptions): number;
	/** A frame of colours in the order that the strip wants, three bytes a LED. */
	encode(colors: Uint8Array, awa: AwaOptions): Uint8Array;
}

const adalightLength = (leds: number): number => headerLength + 3 * leds;

const wires: Readonly<Record<LedProtocol, Wire>> = {
	adalight: { maxLeds: 65_536, length: adalightLength, encode: encodeAdalight },
	lightberry: { maxLeds: 65_535, length: lightBerryLength, encode: encodeLightBerry },
	skydimo: { maxLeds: 255, length: adalightLength, encode: encodeSkydimo },
	awa: { maxLeds: 65_536, length: awaLength, encode: encodeAwa },
	tpm2: { maxLeds: 21_845, length: tpm2Length, encode: encodeTpm2 },
};

/** Every protocol by its name. */
export const ledProtocols: readonly LedProtocol[] = [
	"adalight",
	"lightberry",
	"skydimo",
	"awa",
	"tpm2",
];

/**
 * One frame on the wire.
 * @param colors Red, green and blue of each LED, or whatever order the strip wants.
 * @throws UsageError where these are no whole LEDs, none, or more than the protocol can count.
 */
export function encodeFrame(
	protocol: LedProtocol,
	colors: Uint8Array,
	awa: AwaOptions = {},
): Uint8Array {
	assertLeds(protocol, colors.length / 3);
	return wires[protocol].encode(colors, awa);
}

/**
 * Bytes of a frame on the wire.
 * @throws UsageError where the protocol cannot count that many LEDs.
 */
export function frameLength(protocol: LedProtocol, leds: number, awa: AwaOptions = {}): number {
	assertLeds(protocol, leds);
	return wires[protocol].length(leds, awa);
}

function assertLeds(protocol: LedProtocol, leds: number): void {
	const { maxLeds } = wires[protocol];
	if (!Number.isInteger(leds) || leds < 1 || leds > maxLeds)
		throw new UsageError(`${protocol} takes 1 to ${maxLeds} LEDs, and not ${leds}`);
}
