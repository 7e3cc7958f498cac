import type { Command, Packet, Rgb } from "./messages.js";
import { clamp, isRgb, isWeatherCode, maxIntensity, maxPulse, nearestChannel } from "./rules.js";

/** Brackets that hold no others: what was cut off before a packet cannot swallow it. */
const brackets = /\[([^[\]]*)\]/g;

/** Any way in which the original server prints numbers: `4`, `4.17`, `8.0`, `1.0e-4`. */
const decimal = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** What a parameter that makes no sense reads as. */
const malformed = Symbol("malformed");

type Parameter<T> = T | null | typeof malformed;

/**
 * The packets in a text frame, in their order. Text around them, and brackets that do not begin
 * with `cc`, mean nothing.
 * @param strict Whether a colour with the mode of weather is malformed.
 */
export function packetsIn(text: string, strict: boolean): readonly Packet[] {
	const packets: Packet[] = [];
	for (const [whole, inside = ""] of text.matchAll(brackets)) {
		const [head, ...fields] = inside.split(":").map((field) => field.trim());
		if (head === "cc") packets.push(packetOf(fields, whole, strict));
	}
	return packets;
}

function packetOf(fields: readonly string[], text: string, strict: boolean): Packet {
	const [mode, first, second] = fields;
	if (fields.length !== 3 || mode === undefined || first === undefined || second === undefined)
		return rejected(text, "a packet has four fields, as in [cc:1:2:0]");
	switch (mode) {
		case "0":
			return { kind: "off" };
		case "1":
			return !strict && first.includes(",")
				? colorPacket(first, second, text, true)
				: weatherPacket(first, second, text);
		case "2":
			return colorPacket(first, second, text, false);
		case "r":
			return { kind: "command", command: "reset" };
		case "u":
			return { kind: "command", command: "update" };
		case "d":
			return debugPacket(first, text);
		default:
			return { kind: "unknown", text };
	}
}

function weatherPacket(first: string, second: string, text: string): Packet {
	const weather = number(first);
	const intensity = number(second);
	if (weather === malformed || !(weather === null || isWeatherCode(weather)))
		return rejected(text, "the weather needs a whole number from 1 to 9");
	if (intensity === malformed) return rejected(text, "the intensity needs a number");
	return {
		kind: "weather",
		weather,
		intensity: intensity === null ? null : clamp(intensity, maxIntensity),
	};
}

function colorPacket(first: string, second: string, text: string, miscoded: boolean): Packet {
	const color = rgb(first);
	const pulse = number(second);
	if (color === malformed)
		return rejected(text, "the colour needs three numbers, as in 255,162,174");
	if (pulse === malformed) return rejected(text, "the pulse needs a number");
	return {
		kind: "color",
		color,
		pulse: pulse === null ? null : clamp(pulse, maxPulse),
		miscoded,
	};
}

function debugPacket(first: string, text: string): Packet {
	const commands = new Map<string, Command>([
		["0", "debug-off"],
		["1", "debug-on"],
	]);
	const command = commands.get(first);
	return command === undefined
		? rejected(text, "debug needs 0 or 1")
		: { kind: "command", command };
}

function rejected(text: string, reason: string): Packet {
	return { kind: "rejected", text, reason };
}

function rgb(field: string): Parameter<Rgb> {
	if (isLeftOut(field)) return null;
	const channels = field.split(",").map((part) => number(part.trim()));
	const numbers = channels.filter((channel) => typeof channel === "number");
	const color = numbers.map(nearestChannel);
	return numbers.length === channels.length && isRgb(color) ? color : malformed;
}

function number(field: string): Parameter<number> {
	if (isLeftOut(field)) return null;
	return decimal.test(field) ? Number(field) : malformed;
}

function isLeftOut(field: string): boolean {
	return field === "" || field === "?";
}
