import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { messageOf, safe, UsageError } from "@gw-sim/core";
import { ExitCode } from "../exit-code.js";
import type { GatewayView } from "./orchestra.js";

/** What the scene in the background tells whoever started it. */
type Note =
	| { readonly type: "met"; readonly gateway: GatewayView | null }
	| { readonly type: "complaint"; readonly line: string };

export interface KeepOptions {
	/** The file for the scene's lines. */
	readonly log: string;
	/** Whether to say so in JSON. */
	readonly json: boolean;
	readonly stop: AbortSignal;
}

/**
 * Runs this very command line once more in the background, and returns when the scene there is as
 * it should be, while it goes on; the result is the exit code. Where it does not come to that, or
 * this process ends before, nothing stays.
 * @throws UsageError where the log cannot be written.
 */
export async function keepScene({ log, json, stop }: KeepOptions): Promise<number> {
	const file = openLog(log);
	const [, ...args] = process.argv;
	const child = spawn(process.execPath, [...args, "--kept"], {
		stdio: ["ignore", file, file, "ipc"],
		detached: true,
		windowsHide: true,
	});
	closeSync(file);
	const exited = once(child, "exit").then(([code]) => (typeof code === "number" ? code : null));
	const met = new Promise<GatewayView | null>((resolve) => {
		child.on("message", (note: Note) => {
			if (note.type === "met") resolve(note.gateway);
			else process.stderr.write(`gw-sim: ${safe(note.line, 1000)}\n`);
		});
	});
	// Without its starter the scene stops by itself.
	stop.addEventListener("abort", () => child.disconnect());
	const ending = await Promise.race([
		met.then((gateway) => ({ gateway })),
		exited.then((code) => ({ code })),
	]);
	if ("code" in ending)
		return stop.aborted ? ExitCode.interrupted : (ending.code ?? ExitCode.failed);
	child.disconnect();
	child.unref();
	const { pid } = child;
	const { url, endpoints } = ending.gateway ?? {};
	process.stdout.write(
		json
			? `${JSON.stringify({ event: "kept", pid, url, endpoints, log })}\n`
			: `the scene runs on as process ${pid}, with its gateway on ${url} and its lines in ${log}: kill ${pid} ends it\n`,
	);
	return ExitCode.done;
}

function openLog(log: string): number {
	try {
		return openSync(log, "w", 0o600);
	} catch (error) {
		throw new UsageError(`--keep: cannot write ${log}: ${messageOf(error)}`, { cause: error });
	}
}

/** The scene in the background, as far as whoever started it is concerned. */
export class KeptScene {
	readonly #left = new AbortController();
	#isMet = false;

	constructor() {
		process.once("disconnect", () => {
			if (!this.#isMet) this.#left.abort();
		});
	}

	/** Aborts where the starter is gone before the scene was as it should be. */
	get left(): AbortSignal {
		return this.#left.signal;
	}

	/** The scene is as it should be. */
	met(gateway: GatewayView | null): void {
		this.#isMet = true;
		this.#tell({ type: "met", gateway });
	}

	complain(line: string): void {
		this.#tell({ type: "complaint", line });
	}

	/** Tells no more; otherwise this process would live as long as its starter. */
	close(): void {
		if (process.connected) process.disconnect();
	}

	#tell(note: Note): void {
		if (process.connected) process.send?.(note);
	}
}
