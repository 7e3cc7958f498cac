import { lstatSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	backoffStepMs,
	type Cancel,
	type Clock,
	deviceBackoffSpread,
	deviceBackoffSteps,
	EnvironmentError,
	type Random,
	spreadMs,
} from "@gw-sim/core";
import { type PtyHelper, type PtyProcess, ptyHelpers, spawnPtyHelper } from "./pty-helpers.js";

export interface PtyOptions {
	readonly clock: Clock;
	readonly random: Random;
	/** Bytes from whoever has opened the pty. */
	readonly received: (bytes: Uint8Array) => void;
	/** The helper has died, so whoever has opened the pty has lost it; another is started by and by. */
	readonly lost?: (problem: string) => void;
	/** The pty is there again, at the same path. */
	readonly returned?: () => void;
	/** Programs that may hold the pty, the best first. @defaultValue socat, python3, script */
	readonly helpers?: readonly PtyHelper[];
}

/** A link appears within milliseconds; an interpreter on a busy machine may take seconds. */
const readyMs = 10_000;
const lookMs = 5;

/** What the kernel keeps for a reader that is slow; what is beyond is lost, as on a serial port. */
const mostUnread = 4096;

/**
 * A pseudo terminal of the operating system, which applications open like a serial port. Its path
 * stays while it is open, also when the program that holds it dies and is started again.
 */
export class Pty {
	/** What applications open. */
	readonly path: string;
	readonly #options: PtyOptions;
	readonly #folder: string;
	#state: PtyState = { name: "closed" };
	#isPaused = false;
	#failures = 0;

	private constructor(options: PtyOptions) {
		this.#options = options;
		this.#folder = mkdtempSync(join(tmpdir(), "gw-sim-board-"));
		this.path = join(this.#folder, "tty");
	}

	/** @throws EnvironmentError `no-pty` where no helper works; the message says what to install. */
	static async open(options: PtyOptions): Promise<Pty> {
		const pty = new Pty(options);
		try {
			await pty.#start();
			return pty;
		} catch (error) {
			await pty.close();
			throw error;
		}
	}

	/** The program that holds the pty; undefined while there is none. */
	get helper(): PtyHelper | undefined {
		return this.#state.name === "up" ? this.#state.helper : undefined;
	}

	/** Sends bytes to whoever has opened the pty; where nobody reads them, they are lost. */
	write(bytes: Uint8Array): void {
		if (this.#state.name !== "up") return;
		const { input } = this.#state.process;
		if (input.writableLength + bytes.length <= mostUnread) input.write(bytes);
	}

	/** Takes no more bytes in, which makes writers wait once the kernel holds enough of them. */
	pause(): void {
		this.#isPaused = true;
		if (this.#state.name === "up") this.#state.process.output.pause();
	}

	resume(): void {
		this.#isPaused = false;
		if (this.#state.name === "up") this.#state.process.output.resume();
	}

	/** Takes the pty away, and everything that belonged to it. */
	async close(): Promise<void> {
		const state = this.#state;
		this.#state = { name: "closed" };
		if (state.name === "waiting") state.cancel();
		if (state.name === "starting" || state.name === "up") await end(state.process);
		this.#removeFolder();
	}

	#removeFolder(): void {
		rmSync(this.#folder, { recursive: true, force: true });
	}

	/** Starts the first helper that works. */
	async #start(): Promise<void> {
		const { helpers = ptyHelpers } = this.#options;
		for (const helper of helpers) {
			// The shell around the last one has taken the folder away, or was killed before it could.
			this.#removeFolder();
			mkdirSync(this.#folder, { mode: 0o700 });
			const process = spawnPtyHelper(helper, this.#folder, this.path);
			const starting: PtyState = { name: "starting", process };
			this.#state = starting;
			const isReady = await this.#isReady(process);
			if (!isReady) await end(process);
			// It was closed meanwhile, which has ended the helper, too.
			if (this.#state !== starting) return;
			if (isReady) return this.#up(helper, process);
		}
		throw new EnvironmentError(
			`no pseudo terminal for the board: none of ${helpers.join(", ")} works here; install one, as in apt-get install socat`,
			{ code: "no-pty" },
		);
	}

	async #isReady(process: PtyProcess): Promise<boolean> {
		const { clock } = this.#options;
		const until = clock.now() + readyMs;
		while (clock.now() < until && !process.hasEnded()) {
			if (lstatSync(this.path, { throwIfNoEntry: false }) !== undefined) return true;
			await new Promise<void>((resolve) => clock.after(lookMs, resolve));
		}
		return false;
	}

	#up(helper: PtyHelper, process: PtyProcess): void {
		this.#state = { name: "up", helper, process, sinceMs: this.#options.clock.now() };
		process.output.on("data", (bytes: Buffer) => this.#options.received(bytes));
		if (this.#isPaused) process.output.pause();
		void process.ended.then(() => this.#helperEnded(helper));
	}

	#helperEnded(helper: PtyHelper): void {
		if (this.#state.name !== "up") return;
		const { clock, lost } = this.#options;
		// One that held for a while has not failed to start.
		if (clock.now() - this.#state.sinceMs > backoffStepMs(deviceBackoffSteps, this.#failures))
			this.#failures = 0;
		const waitMs = this.#wait();
		lost?.(`${helper}, which holds ${this.path}, has ended; again in ${seconds(waitMs)} s`);
	}

	/** Waits before the next start, longer after each failure. */
	#wait(): number {
		const { clock, random } = this.#options;
		const stepMs = backoffStepMs(deviceBackoffSteps, this.#failures++);
		const waitMs = spreadMs(stepMs, deviceBackoffSpread, random);
		this.#state = { name: "waiting", cancel: clock.after(waitMs, () => void this.#restart()) };
		return waitMs;
	}

	async #restart(): Promise<void> {
		const { lost, returned } = this.#options;
		try {
			await this.#start();
			if (this.#state.name === "up") returned?.();
		} catch {
			if (this.#state.name === "closed") return;
			const waitMs = this.#wait();
			lost?.(`the pseudo terminal could not be made again; next try in ${seconds(waitMs)} s`);
		}
	}
}

type PtyState =
	| { readonly name: "closed" }
	| { readonly name: "waiting"; readonly cancel: Cancel }
	| { readonly name: "starting"; readonly process: PtyProcess }
	| {
			readonly name: "up";
			readonly helper: PtyHelper;
			readonly process: PtyProcess;
			readonly sinceMs: number;
	  };

function end(process: PtyProcess): Promise<void> {
	// What nobody takes any more would keep its pipe open.
	process.output.resume();
	process.end();
	return process.ended;
}

function seconds(ms: number): string {
	return (ms / 1000).toFixed(1);
}
