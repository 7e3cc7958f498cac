import type { Cancel, Clock } from "@gw-sim/core";
import { isSameScene, renderFrame, type Show } from "@gw-sim/protocols/cloud";
import type { FrameSink } from "./frame-sink.js";

export interface StripOptions {
	readonly clock: Clock;
	readonly leds: number;
	/** Frames a second. */
	readonly frameRate: number;
	readonly seed: string | number;
	/** Told of a sink that threw. */
	readonly sinkFailed: (error: unknown) => void;
}

/** How much light a dimmed strip has left. */
const dimmedBrightness = 0.2;

/** Parts of a frame that a sum of fractions may lack of a whole one. */
const tolerance = 1e-6;

/**
 * A strip of LEDs, refreshed at a steady rate from the moment it gets power. Frames are counted by
 * the clock, and drawn only for sinks and for who asks: a strip that nobody looks at costs nothing.
 */
export class Strip {
	readonly #options: StripOptions;
	readonly #sinks = new Set<FrameSink>();
	/** When the power came; null before that. */
	#onAt: number | null = null;
	/** When it went again. */
	#offAt: number | null = null;
	#shown: { readonly show: Show; readonly sinceMs: number };
	#brightness = 1;
	#tick: Cancel | null = null;

	constructor(options: StripOptions) {
		this.#options = options;
		this.#shown = { show: { mode: "off" }, sinceMs: options.clock.now() };
	}

	/** Frames shown since the power came; 0 without. */
	get frames(): number {
		return this.#onAt === null ? 0 : this.#index(this.#onAt) + 1;
	}

	powerOn(): void {
		if (this.#onAt !== null || this.#offAt !== null) return;
		this.#onAt = this.#options.clock.now();
		this.#feed();
	}

	/** The count of frames stays, and sinks are closed. */
	powerOff(): void {
		if (this.#offAt !== null) return;
		this.#offAt = this.#options.clock.now();
		this.#rest();
		for (const sink of this.#sinks) this.#remove(sink);
	}

	/** Shows something else from now on. */
	show(show: Show): void {
		const { show: before, sinceMs } = this.#shown;
		const goesOn = isSameScene(before, show);
		this.#shown = { show, sinceMs: goesOn ? sinceMs : this.#options.clock.now() };
	}

	dim(isDimmed: boolean): void {
		this.#brightness = isDimmed ? dimmedBrightness : 1;
	}

	/** What the LEDs show: the frame that was due last; dark without power. */
	frame(): Uint8Array {
		const { leds, seed } = this.#options;
		const { show, sinceMs } = this.#shown;
		const isOn = this.#onAt !== null && this.#offAt === null;
		return renderFrame(isOn ? show : { mode: "off" }, {
			leds,
			seed,
			timeMs: Math.max(0, this.#dueMs() - sinceMs),
			brightness: this.#brightness,
		});
	}

	/** Gives every frame to a sink from the next one on; what is returned takes it away again. */
	attach(sink: FrameSink): () => void {
		if (this.#offAt !== null) {
			sink.close();
			return () => {};
		}
		this.#sinks.add(sink);
		this.#feed();
		return () => {
			this.#sinks.delete(sink);
			if (this.#sinks.size === 0) this.#rest();
		};
	}

	#feed(): void {
		if (this.#onAt === null || this.#tick !== null || this.#sinks.size === 0) return;
		this.#schedule(this.#onAt);
	}

	#rest(): void {
		this.#tick?.();
		this.#tick = null;
	}

	/** Due times are multiples of the period, so that late ticks do not add up. */
	#schedule(onAt: number): void {
		const { clock, frameRate } = this.#options;
		const nextMs = onAt + ((this.#index(onAt) + 1) * 1000) / frameRate;
		this.#tick = clock.after(nextMs - clock.now(), () => {
			this.#schedule(onAt);
			this.#showSinks();
		});
	}

	#showSinks(): void {
		const frame = this.frame();
		const atMs = this.#dueMs();
		for (const sink of this.#sinks) {
			try {
				sink.show(frame, atMs);
			} catch (error) {
				this.#remove(sink);
				this.#options.sinkFailed(error);
			}
		}
		if (this.#sinks.size === 0) this.#rest();
	}

	#remove(sink: FrameSink): void {
		this.#sinks.delete(sink);
		try {
			sink.close();
		} catch (error) {
			this.#options.sinkFailed(error);
		}
	}

	/** When the latest frame was due. */
	#dueMs(): number {
		const onAt = this.#onAt;
		if (onAt === null) return this.#options.clock.now();
		return onAt + (this.#index(onAt) * 1000) / this.#options.frameRate;
	}

	/** The number of the latest frame, from 0. */
	#index(onAt: number): number {
		const now = this.#offAt ?? this.#options.clock.now();
		return Math.floor(((now - onAt) * this.#options.frameRate) / 1000 + tolerance);
	}
}
