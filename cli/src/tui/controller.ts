import { type Cancel, type Clock, type Random, safe } from "@gw-sim/core";
import { Runner } from "@gw-sim/transport";
import type { DeviceKind, Orchestra, OrchestraEvent } from "../up/orchestra.js";
import type { Action } from "./action.js";
import type { Effect } from "./effect.js";
import { Intake } from "./intake.js";
import type { Key } from "./key.js";
import { LampWatch } from "./lamp-watch.js";
import { type Model, newModel } from "./model.js";
import { Pacer } from "./pacer.js";
import { Performer, type PerformerOptions } from "./performer.js";
import { tuiMachine } from "./transition.js";

/** The most often that anything is drawn: 15 times a second. */
const drawMs = 1000 / 15;
const tickMs = 1000;
const figureMs = 1000;

export interface ControllerOptions
	extends Pick<PerformerOptions, "save" | "abandon" | "suspend" | "ended"> {
	readonly orchestra: Orchestra;
	readonly clock: Clock;
	readonly random: Random;
	readonly columns: number;
	readonly rows: number;
	/** Draws a model that differs from the one before; at most 15 times a second. */
	readonly draw: (model: Model) => void;
	/** Told what was thrown while keys were taken or something was drawn. */
	readonly failed: (error: unknown) => void;
}

/** Between the scene, the person at the keyboard, and the screen. */
export class Controller {
	readonly #options: ControllerOptions;
	readonly #runner: Runner<Model, Action, Effect>;
	readonly #intake: Intake;
	readonly #pacer: Pacer;
	readonly #lamp = new LampWatch();
	#drawn: Model | null = null;
	#detach: () => void = () => {};
	#tick: Cancel | null = null;

	constructor(options: ControllerOptions) {
		const { orchestra, clock, random, columns, rows } = options;
		this.#options = options;
		const performer = new Performer({
			...options,
			tell: (action) => this.#runner.dispatch(action),
		});
		this.#pacer = new Pacer({
			clock,
			everyMs: drawMs,
			draw: () => this.#guarded(() => this.#draw()),
		});
		this.#runner = new Runner<Model, Action, Effect>({
			machine: tuiMachine,
			initial: newModel({ now: orchestra.now(), columns, rows, title: safe(orchestra.title) }),
			clock,
			random,
			perform: (effect) => performer.perform(effect),
			changed: () => this.#pacer.want(),
		});
		const kinds = new Map<string, DeviceKind>();
		for (const { name, kind } of orchestra.processes) if (kind !== "server") kinds.set(name, kind);
		this.#intake = new Intake({
			kindOf: (name) => kinds.get(name) ?? null,
			now: () => Math.round(orchestra.now()),
			full: (happenings) => this.#runner.dispatch({ type: "happened", happenings }),
		});
	}

	get model(): Model {
		return this.#runner.state;
	}

	/** Shows the scene, and starts it. */
	start(): void {
		const { orchestra } = this.#options;
		this.#detach = orchestra.on((event) => this.#take(event));
		for (const process of orchestra.processes) this.#take({ type: "process", process });
		if (orchestra.gateway !== null) this.#take({ type: "gateway", gateway: orchestra.gateway });
		orchestra.open();
		this.#tickOn();
		this.#guarded(() => this.#draw());
	}

	pressed(keys: readonly Key[]): void {
		this.#guarded(() => {
			// What a key is about may not have reached the model yet.
			this.#flush();
			for (const key of keys) this.#runner.dispatch({ type: "pressed", key });
		});
	}

	resized(columns: number, rows: number): void {
		this.#runner.dispatch({ type: "resized", columns, rows });
	}

	/** Stops everything, and tells when that is done. */
	end(): void {
		this.#runner.dispatch({ type: "ending" });
	}

	/** Looks away. */
	stop(): void {
		this.#detach();
		this.#tick?.();
		this.#pacer.stop();
		this.#runner.stop();
	}

	/** An error of the UI ends the UI, in its own time: its callers are the scene's supervisors. */
	#guarded(work: () => void): void {
		try {
			work();
		} catch (error) {
			this.#options.failed(error);
		}
	}

	#take(event: OrchestraEvent): void {
		this.#intake.take(event);
		// Figures come all the time, and nobody waits for them.
		const isFigure = event.type === "usage" || event.type === "metrics";
		this.#pacer.want(isFigure ? figureMs : 0);
	}

	#flush(): void {
		const happenings = this.#intake.release();
		if (happenings.length > 0) this.#runner.dispatch({ type: "happened", happenings });
	}

	#draw(): void {
		this.#flush();
		this.#askLamp();
		const { state } = this.#runner;
		if (state === this.#drawn) return;
		this.#drawn = state;
		this.#options.draw(state);
	}

	#askLamp(): void {
		const { orchestra } = this.#options;
		const name = this.#lamp.toAsk(this.#runner.state, orchestra.now());
		if (name === null) return;
		try {
			orchestra.send(name, { cmd: "pixels" });
		} catch {
			// It has just ended, which is told as such.
		}
	}

	#tickOn(): void {
		this.#tick = this.#options.clock.after(tickMs, () => {
			this.#runner.dispatch({ type: "tick", at: this.#options.orchestra.now() });
			this.#tickOn();
		});
	}
}
