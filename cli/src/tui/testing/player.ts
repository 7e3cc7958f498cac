import type { DeviceKind } from "../../up/orchestra.js";
import type { Action } from "../action.js";
import type { Effect } from "../effect.js";
import { type Key, keysOf } from "../key.js";
import { type Model, newModel } from "../model.js";
import { tuiMachine } from "../transition.js";
import { processView } from "./fake-orchestra.js";

/** A key by its name, as `enter`, or by its character. */
export function keyOf(name: string): Key {
	const [key] = [...name].length === 1 ? keysOf(name) : [];
	return key ?? { name, text: "" };
}

/** Plays the UI without a terminal: what is pressed, what comes of it, and what is wanted done. */
export class Player {
	model: Model = newModel({ now: 0, columns: 80, rows: 24, title: "a scene" });
	/** Since they were looked at last. */
	#effects: Effect[] = [];

	constructor(...devices: readonly (readonly [name: string, kind: DeviceKind])[]) {
		const processes = [
			processView("server", "server"),
			...devices.map(([name, kind]) => processView(name, kind)),
		];
		this.act({
			type: "happened",
			happenings: processes.map((process) => ({ at: 0, type: "process", process })),
		});
	}

	act(action: Action): this {
		const { state, effects } = tuiMachine(this.model, action);
		this.model = state;
		this.#effects.push(...effects);
		return this;
	}

	/** Presses keys, by their names. */
	press(...names: readonly string[]): this {
		for (const name of names) this.act({ type: "pressed", key: keyOf(name) });
		return this;
	}

	/** Writes a text, character by character. */
	type(text: string): this {
		return this.press(...text);
	}

	effects(): readonly Effect[] {
		const effects = this.#effects;
		this.#effects = [];
		return effects;
	}

	/** The effects in a line each. */
	wanted(): readonly string[] {
		return this.effects().map((effect) => {
			switch (effect.type) {
				case "send":
					return `${effect.name} ${JSON.stringify(effect.command)}`;
				case "control":
					return `${effect.request.method} ${effect.request.path} ${JSON.stringify(effect.request.body)}`;
				case "start":
				case "stop":
				case "restart":
					return `${effect.type} ${effect.name}`;
				case "save":
					return `save ${effect.frames.length} in ${effect.file}`;
				case "arm":
					return `arm ${effect.timer} ${effect.ms}`;
				default:
					return effect.type;
			}
		});
	}
}
