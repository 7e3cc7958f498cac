import { type JsonObject, safe } from "@gw-sim/core";
import { lampStart, readShow, type Show, showOf } from "@gw-sim/protocols/cloud";
import type { LedsEvent } from "../../leds/leds-event.js";
import type { CloudModel } from "../device-model.js";
import { limits } from "../limits.js";
import { numberOr } from "../readers.js";
import { baseOf, newBase } from "./device-base.js";

export function newCloud(name: string): CloudModel {
	return {
		...newBase(name),
		kind: "cloud",
		show: showOf(lampStart),
		shownFrames: 0,
		leds: null,
		wire: null,
	};
}

export function cloudTold(cloud: CloudModel, state: JsonObject): CloudModel {
	return {
		...cloud,
		...baseOf(state, cloud),
		show: showIn(state) ?? cloud.show,
		shownFrames: numberOr(state.frames, cloud.shownFrames),
	};
}

/** @param hex Six digits for each LED. */
export function pixelsTold(cloud: CloudModel, hex: string): CloudModel {
	const length = Math.min(limits.leds, Math.floor(hex.length / 6)) * 3;
	if (length === 0 || !/^[0-9a-f]*$/i.test(hex)) return cloud;
	const leds = new Uint8Array(length);
	for (let i = 0; i < length; i++) leds[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
	const isSame =
		cloud.leds?.length === length && cloud.leds.every((channel, i) => channel === leds[i]);
	return isSame ? cloud : { ...cloud, leds };
}

/** Real LEDs, or emulated ones, show its frames from now on. */
export function wireTold(cloud: CloudModel, event: LedsEvent): CloudModel {
	const { protocol, baud, maxFps, hello, acks } = event;
	const port = safe(event.port, 80);
	return {
		...cloud,
		wire: { port, protocol: safe(protocol, 40), baud, maxFps, isHeard: hello, acks },
	};
}

/** A lamp's state has what it shows among other things. */
function showIn({ mode, weather, intensity, color, pulse }: JsonObject): Show | null {
	const body =
		mode === "weather"
			? { mode, weather, intensity }
			: mode === "color"
				? { mode, color, pulse: Math.round(numberOr(pulse, 0)) }
				: { mode };
	const reading = readShow(body);
	return reading.ok ? reading.value : null;
}
