import { type Clock, EnvironmentError } from "@gw-sim/core";
import type { LineRequest, OpenLine, SerialLine } from "../serial/serial-line.js";

/** Something that was done to the port, and when. */
export type Deed = readonly [atMs: number, deed: string];

/** A board on a port that lives in memory: it notes what is done to it, and says what it is told to. */
export class FakeBoard {
	readonly deeds: Deed[] = [];
	/** Why the port cannot be opened; null where it can. */
	refusal: string | null = null;
	/** Whether the port takes no data. */
	isStalled = false;
	/** Says this as soon as it is opened. */
	hello = "";
	readonly #clock: Clock;
	#request: LineRequest | null = null;
	#waiting: (() => void)[] = [];

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	readonly open: OpenLine = async (request) => {
		this.#note(`open ${request.baud}`);
		if (this.refusal !== null) throw new EnvironmentError(this.refusal, { code: "port-missing" });
		this.#request = request;
		if (this.hello !== "") this.#clock.after(0, () => this.say(this.hello));
		return this.#line();
	};

	/** Times at which frames came, or the deeds that contain a text. */
	times(part = "send"): readonly number[] {
		return this.deeds.filter(([, deed]) => deed.startsWith(part)).map(([atMs]) => atMs);
	}

	/** What was done since the last call, without times. */
	taken(): readonly string[] {
		return this.deeds.splice(0).map(([, deed]) => deed);
	}

	say(text: string): void {
		this.#request?.received(Uint8Array.from(text, (character) => character.charCodeAt(0)));
	}

	/** The plug is pulled. */
	vanish(message = "Input/output error"): void {
		const request = this.#request;
		this.#request = null;
		this.#release();
		request?.lost(new Error(message));
	}

	/** Takes what waits. */
	flow(): void {
		this.isStalled = false;
		this.#release();
	}

	#line(): SerialLine {
		return {
			write: async (bytes) => {
				this.#note(`send ${Buffer.from(bytes).toString("hex")}`);
				if (this.isStalled) await new Promise<void>((resolve) => this.#waiting.push(resolve));
			},
			setBaud: async (baud) => this.#note(`baud ${baud}`),
			close: async (discard) => {
				this.#request = null;
				this.#note(discard ? "abandon" : "close");
			},
		};
	}

	#release(): void {
		for (const resolve of this.#waiting.splice(0)) resolve();
	}

	#note(deed: string): void {
		this.deeds.push([Math.round(this.#clock.now() * 100) / 100, deed]);
	}
}
