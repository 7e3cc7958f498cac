import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export const bin: string = fileURLToPath(new URL("../../cli/dist/bin.js", import.meta.url));

if (!existsSync(bin)) throw new Error("cli/dist/bin.js is missing: npm run build makes it");

/** A child process whose output a test can await line by line; killed with the test. */
export class Process {
	readonly child: ChildProcess;
	readonly lines: string[] = [];
	stderr = "";
	#partial = "";
	#exit: { readonly code: number | null; readonly signal: string | null } | undefined;
	readonly #waiters: (() => void)[] = [];

	constructor(
		command: string,
		args: readonly string[],
		env: Record<string, string> = {},
		folder?: string,
	) {
		this.child = spawn(command, args, {
			env: { ...process.env, ...env },
			...(folder === undefined ? {} : { cwd: folder }),
		});
		this.child.stdout?.on("data", (chunk: Buffer) => this.#read(chunk.toString()));
		this.child.stderr?.on("data", (chunk: Buffer) => {
			this.stderr += chunk.toString();
			this.#wake();
		});
		this.child.on("close", (code, signal) => {
			this.#exit = { code, signal };
			this.#wake();
		});
		this.child.stdin?.on("error", () => {});
		onTestFinished(async () => {
			await this.kill();
		});
	}

	get pid(): number {
		return this.child.pid ?? 0;
	}

	/** The first line from `from` on that passes. */
	async line<T>(pick: (line: string) => T | undefined, from = 0): Promise<T> {
		for (let seen = from; ; ) {
			for (; seen < this.lines.length; seen++) {
				const found = pick(this.lines[seen] ?? "");
				if (found !== undefined) return found;
			}
			if (this.#exit !== undefined)
				throw new Error(`exited ${this.#exit.code ?? this.#exit.signal}; stderr: ${this.stderr}`);
			await this.#change();
		}
	}

	/** The first JSON event from line `from` on that has these keys and values. */
	event(wanted: Readonly<Record<string, unknown>>, from = 0): Promise<Record<string, unknown>> {
		return this.line((line) => {
			const event = JSON.parse(line) as Record<string, unknown>;
			return contains(event, wanted) ? event : undefined;
		}, from);
	}

	/** The first state event from line `from` on whose state has these values. */
	state(wanted: Readonly<Record<string, unknown>>, from = 0): Promise<Record<string, unknown>> {
		return this.event({ event: "state", state: wanted }, from);
	}

	send(command: object): void {
		this.child.stdin?.write(`${JSON.stringify(command)}\n`);
	}

	async exit(): Promise<{ readonly code: number | null; readonly signal: string | null }> {
		while (this.#exit === undefined) await this.#change();
		return this.#exit;
	}

	async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
		if (this.#exit !== undefined) return;
		this.child.kill(signal);
		await once(this.child, "close");
	}

	#read(text: string): void {
		const lines = (this.#partial + text).split("\n");
		this.#partial = lines.pop() ?? "";
		this.lines.push(...lines);
		this.#wake();
	}

	#change(): Promise<void> {
		return new Promise((resolve) => this.#waiters.push(resolve));
	}

	#wake(): void {
		for (const resolve of this.#waiters.splice(0)) resolve();
	}
}

function contains(value: unknown, wanted: unknown): boolean {
	if (typeof wanted !== "object" || wanted === null) return Object.is(value, wanted);
	if (typeof value !== "object" || value === null) return false;
	return Object.entries(wanted).every(
		([key, part]) => Object.hasOwn(value, key) && contains(Reflect.get(value, key), part),
	);
}

/** The built program. */
export function gwSim(args: readonly string[], env?: Record<string, string>): Process {
	return new Process(process.execPath, [bin, ...args], env);
}
