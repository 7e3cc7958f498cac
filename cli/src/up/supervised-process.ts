import { type Clock, messageOf, safe } from "@gw-sim/core";
import { Runner, systemRandom } from "@gw-sim/transport";
import type { Child, ChildListener, Launch, Launcher } from "./child.js";
import type { ProcessExit, ProcessView } from "./orchestra.js";
import {
	notStarted,
	type ProcessEffect,
	type ProcessInput,
	type ProcessRules,
	type ProcessState,
	processMachine,
} from "./process-machine.js";

const maxWords = 10;
const maxWordLength = 500;

export interface SupervisedProcessOptions extends Pick<ProcessView, "name" | "kind"> {
	readonly rules: ProcessRules;
	readonly clock: Clock;
	readonly launcher: Launcher;
	/** What to start now. */
	readonly launch: () => Launch;
	/** Asked when it is to start: names of those that it still has to wait for. */
	readonly waitsFor: () => readonly string[];
	/** Told a line of it; the text is as it came. */
	readonly line: (stream: "out" | "err", text: string) => void;
	readonly changed: (view: ProcessView) => void;
	/** Its process is gone. */
	readonly gone: () => void;
}

/** One process of a scene: the machine's rim. */
export class SupervisedProcess {
	readonly #options: SupervisedProcessOptions;
	readonly #runner: Runner<ProcessState, ProcessInput, ProcessEffect>;
	#child: Child | null = null;
	#startedAt: number | null = null;
	#exit: ProcessExit | null = null;
	#waitsFor: readonly string[] = [];
	#said: string[] = [];
	#lastWords: readonly string[] = [];

	constructor(options: SupervisedProcessOptions) {
		this.#options = options;
		this.#runner = new Runner({
			machine: processMachine(options.rules),
			initial: notStarted,
			clock: options.clock,
			random: systemRandom,
			perform: (effect) => this.#perform(effect),
			changed: ({ status }, { status: before }) => {
				// These are told when it is known what it waits for, and which process it is.
				const isToldLater = status === "waiting" || status === "starting";
				if (status !== before && !isToldLater) this.#tell();
			},
		});
	}

	get view(): ProcessView {
		const { name, kind } = this.#options;
		const { state } = this.#runner;
		const { status, restarts } = state;
		return {
			name,
			kind,
			status,
			restarts,
			waitsFor: status === "waiting" ? this.#waitsFor : [],
			pid: this.#child?.pid ?? null,
			exit: this.#exit,
			nextStartAt: state.status === "backoff" ? (this.#exit?.at ?? 0) + state.delayMs : null,
			startedAt: this.#startedAt,
			lastWords: this.#lastWords,
		};
	}

	/** Whether there is, or will be without anybody's doing, a process. */
	get isOver(): boolean {
		const { status } = this.#runner.state;
		return status === "stopped" || status === "failed";
	}

	dispatch(input: Exclude<ProcessInput, { readonly type: "timer" }>): void {
		this.#runner.dispatch(input);
	}

	/** Starts it where it waits and need not any more. */
	look(): void {
		if (this.#runner.state.status !== "waiting") return;
		const names = this.#options.waitsFor();
		const isNew = names.join() !== this.#waitsFor.join();
		this.#waitsFor = names;
		if (names.length === 0) this.#runner.dispatch({ type: "ready" });
		else if (isNew) this.#tell();
	}

	/** Gives it a line; false where none runs that reads. */
	write(line: string): boolean {
		return this.#child?.write(line) ?? false;
	}

	/** Something that it said that may explain its end. */
	note(text: string): void {
		this.#said.push(safe(text, maxWordLength));
		if (this.#said.length > maxWords) this.#said.shift();
	}

	#perform(effect: Exclude<ProcessEffect, { readonly type: "arm" | "disarm" }>): void {
		switch (effect.type) {
			case "look":
				this.#waitsFor = [];
				this.look();
				break;
			case "launch":
				this.#launch();
				break;
			case "end":
				if (effect.how === "ask") this.#child?.endInput();
				else this.#child?.kill(effect.how === "terminate" ? "SIGTERM" : "SIGKILL");
		}
	}

	#launch(): void {
		const { clock, launcher, launch, line, gone } = this.#options;
		this.#said = [];
		this.#startedAt = clock.now();
		const listener: ChildListener = {
			line: (stream, text) => {
				if (stream === "err") this.note(text);
				line(stream, text);
			},
			exited: (code, signal) => {
				this.#child = null;
				this.#startedAt = null;
				this.#exit = { code, signal, at: clock.now() };
				if (this.#runner.state.status !== "stopping") this.#lastWords = this.#said;
				gone();
				this.#runner.dispatch({ type: "exited", code });
			},
		};
		try {
			this.#child = launcher(launch(), listener);
		} catch (error) {
			listener.line("err", `could not be started: ${messageOf(error)}`);
			listener.exited(null, null);
			return;
		}
		this.#tell();
	}

	#tell(): void {
		this.#options.changed(this.view);
	}
}
