import type { Frame } from "@gw-sim/core";
import { color, off, type Shown, weather } from "../shown.js";

const number = String.raw`(\d+(?:\.\d+)?(?:e[+-]?\d+)?)`;
const weatherPacket = new RegExp(String.raw`^\[cc:1:([1-9]):${number}\]$`);
const colorPacket = /^\[cc:2:(\d+),(\d+),(\d+):(\d+)\]$/;

/** What a packet of a gateway shows; null for any other frame, and for values out of their range. */
export function readPacket(frame: Frame): Shown | null {
	if (typeof frame !== "string") return null;
	if (frame === "[cc:0:?:?]") return off;
	const [, code, intensity] = weatherPacket.exec(frame) ?? [];
	if (code !== undefined)
		return Number(intensity) <= 10 ? weather(Number(code), Number(intensity)) : null;
	const [, red, green, blue, pulse] = colorPacket.exec(frame) ?? [];
	if (red === undefined) return null;
	const channels = [red, green, blue].map(Number);
	if (channels.some((channel) => channel > 255) || Number(pulse) > 9) return null;
	return color(Number(red), Number(green), Number(blue), Number(pulse));
}

/** What is shown, as a gateway may write it. */
export function packetOf(shown: Shown): string {
	switch (shown.mode) {
		case "off":
			return "[cc:0:?:?]";
		case "weather":
			return `[cc:1:${shown.weather}:${shown.intensity}]`;
		case "color":
			return `[cc:2:${shown.color.join(",")}:${shown.pulse}]`;
	}
}
