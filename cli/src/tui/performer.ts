import { type JsonObject, messageOf, safe } from "@gw-sim/core";
import type { Orchestra } from "../up/orchestra.js";
import type { Action } from "./action.js";
import type { Effect } from "./effect.js";
import type { FrameLine } from "./frame-line.js";

/** What is left for the outside when the timers are the runner's. */
export type Performed = Exclude<Effect, { readonly type: "arm" | "disarm" }>;

export interface PerformerOptions {
	readonly orchestra: Orchestra;
	/** Tells the person at the keyboard what became of it. */
	readonly tell: (action: Extract<Action, { readonly type: "told" }>) => void;
	/** Writes a new file. Rejects where it is there already, or cannot be written. */
	readonly save: (file: string, text: string) => Promise<void>;
	/** Everything has stopped. */
	readonly ended: () => void;
	/** Ends at once. */
	readonly abandon: () => void;
	readonly suspend: () => void;
}

/** Carries out what the model wants done. */
export class Performer {
	readonly #options: PerformerOptions;
	#before: Promise<unknown> = Promise.resolve();

	constructor(options: PerformerOptions) {
		this.#options = options;
	}

	perform(effect: Performed): void {
		const { orchestra, ended, abandon, suspend } = this.#options;
		switch (effect.type) {
			case "send":
				this.#send(effect.name, effect.command);
				break;
			case "control":
				this.#control(effect);
				break;
			case "start":
			case "stop":
			case "restart":
				orchestra[effect.type](effect.name);
				break;
			case "save":
				void this.#save(effect.file, effect.frames);
				break;
			case "end":
				orchestra.close().then(ended, (error: unknown) => {
					this.#bad(messageOf(error));
					ended();
				});
				break;
			case "abandon":
				abandon();
				break;
			case "suspend":
				suspend();
		}
	}

	#send(name: string, command: JsonObject): void {
		try {
			this.#options.orchestra.send(name, command);
		} catch (error) {
			this.#bad(messageOf(error));
		}
	}

	/** In the order in which they were asked for: the last one is what counts. */
	#control({ request, done, asks }: Extract<Performed, { readonly type: "control" }>): void {
		const answered = this.#before.then(() => this.#options.orchestra.control(request));
		this.#before = answered.then(
			() => {
				if (done !== "") this.#options.tell({ type: "told", tone: "good", text: done });
			},
			(error: unknown) => {
				this.#bad(messageOf(error));
				if (asks !== null) this.#send(asks, { cmd: "state" });
			},
		);
	}

	async #save(file: string, frames: readonly FrameLine[]): Promise<void> {
		const lines = frames.map(({ at, name, dir, raw, isBinary, text }) =>
			JSON.stringify({ at, name, dir, ...(isBinary ? { binary: raw } : { data: raw }), text }),
		);
		try {
			await this.#options.save(file, lines.map((line) => `${line}\n`).join(""));
			this.#options.tell({
				type: "told",
				tone: "good",
				text: `${lines.length} frames are in ${safe(file)}`,
			});
		} catch (error) {
			this.#bad(`the frames were not written: ${messageOf(error)}`);
		}
	}

	#bad(text: string): void {
		this.#options.tell({ type: "told", tone: "bad", text: safe(text, 400) });
	}
}
