import type { Show } from "@gw-sim/protocols/cloud";
import type { Model } from "./model.js";
import { selectedDevice } from "./selectors.js";

/** How often a lamp is asked that shows the same all the time, and how long an answer may take. */
const steadyMs = 1000;
const answerMs = 1000;

/** Knows when the lamp that is looked at is to be asked what its LEDs show. */
export class LampWatch {
	#name = "";
	#askedAt = Number.NEGATIVE_INFINITY;
	#seen: Uint8Array | null = null;
	#show: Show | null = null;

	/**
	 * The name of the lamp to ask now; null for none. Called before each drawing: a lamp is not asked
	 * more often than that, and not again before it has answered.
	 */
	toAsk(model: Model, now: number): string | null {
		const device = selectedDevice(model);
		if (device?.kind !== "cloud" || (model.view !== "list" && model.view !== "device")) return null;
		if (model.processes.get(device.name)?.status !== "running") return null;
		const isNew = device.name !== this.#name || device.show !== this.#show;
		const wait = device.leds === this.#seen ? (isSteady(device.show) ? steadyMs : answerMs) : 0;
		if (!isNew && now - this.#askedAt < wait) return null;
		this.#name = device.name;
		this.#show = device.show;
		this.#seen = device.leds;
		this.#askedAt = now;
		return device.name;
	}
}

function isSteady(show: Show): boolean {
	return show.mode === "off" || (show.mode === "color" && show.pulse === 0);
}
