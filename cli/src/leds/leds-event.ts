import type { LedEvent } from "@gw-sim/leds";
import type { OpenedLeds } from "./open-leds.js";

/** Real LEDs get frames from now on. */
export interface LedsEvent {
	readonly event: "leds";
	readonly port: string;
	readonly protocol: string;
	readonly baud: number;
	/** Frames a second that fit on the wire. */
	readonly maxFps: number;
	/** Whether the board was heard. */
	readonly hello: boolean;
	/** Whether it acknowledges frames. */
	readonly acks: boolean;
}

/** What is known of LEDs once they are ready. */
export function ledsEvent(
	{ driver, port }: Pick<OpenedLeds, "driver" | "port">,
	{ hello, acks }: Extract<LedEvent, { readonly type: "ready" }>,
): LedsEvent {
	const { protocol, baud } = driver.settings;
	const maxFps = Math.floor(driver.maxFps);
	return { event: "leds", port, protocol, baud, maxFps, hello, acks };
}
