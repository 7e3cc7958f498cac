import { safe } from "@gw-sim/core";
import type { LedsEvent } from "./leds-event.js";

/** What is known of real LEDs, for people. */
export function ledsLine({ port, protocol, baud, maxFps, hello, acks }: LedsEvent): string {
	const board = acks
		? "the board acknowledges every frame"
		: hello
			? "the board said hello"
			: "the board said nothing in 2 s, which some never do";
	return `leds     ${safe(port)}, ${protocol} at ${baud} baud, up to ${maxFps} frames a second; ${board}`;
}
