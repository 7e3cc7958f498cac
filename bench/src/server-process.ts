import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { spawnNode } from "./children.js";
import type { Usage, UsageRequest } from "./usage.js";

/** The built command line of this project. */
export const ourProgram: string = fileURLToPath(new URL("../../cli/dist/bin.js", import.meta.url));
const namedProgram = fileURLToPath(new URL("./named-server.js", import.meta.url));
const bareProgram = fileURLToPath(new URL("./bare-server.js", import.meta.url));
/** Loaded into each measured process, where it answers what that uses. */
export const probe: string = new URL("./probe.js", import.meta.url).href;

/** What each server prints first. */
interface Listening {
	readonly url: string;
	readonly development?: { readonly chatToken?: string };
}

/** A server under measurement, in a process of its own. */
export class ServerProcess {
	readonly port: number;
	/** Lets anybody into the chat; empty where it is not looked at. */
	readonly chatToken: string;
	readonly #child: ChildProcess;
	#isStopping = false;

	private constructor(child: ChildProcess, { url, development }: Listening) {
		this.#child = child;
		this.port = Number(new URL(url).port);
		this.chatToken = development?.chatToken ?? "";
		child.once("exit", (code) => {
			if (!this.#isStopping) throw new Error(`a measured server ended by itself (${code})`);
		});
	}

	/** Our reference server; `args` go to `gw-sim serve`. */
	static ours(args: readonly string[] = []): Promise<ServerProcess> {
		return ServerProcess.#start([ourProgram, "serve", "--port", "0", "--json", ...args]);
	}

	/** Our reference server under V8's profiler, which leaves its file in `folder`. */
	static profiled(folder: string, config: object = {}): Promise<ServerProcess> {
		const program = [namedProgram, JSON.stringify(config)];
		return ServerProcess.#start(program, ["--cpu-prof", `--cpu-prof-dir=${folder}`]);
	}

	/** The baseline. */
	static bare(): Promise<ServerProcess> {
		return ServerProcess.#start([bareProgram]);
	}

	static async #start(
		program: readonly string[],
		nodeArgs: readonly string[] = [],
	): Promise<ServerProcess> {
		const child = spawnNode(["--expose-gc", "--import", probe, ...nodeArgs, ...program], {
			stdio: ["ignore", "pipe", "ignore", "ipc"],
		});
		if (child.stdout === null) throw new Error("a server without standard output");
		for await (const line of createInterface({ input: child.stdout })) {
			const listening = JSON.parse(line) as Listening;
			child.stdout.resume();
			return new ServerProcess(child, listening);
		}
		throw new Error(`${program[0]} did not start: is everything built?`);
	}

	/** What it has used so far. */
	async usage(request: UsageRequest): Promise<Usage> {
		this.#child.send(request);
		const [usage] = (await once(this.#child, "message")) as [Usage];
		return usage;
	}

	async stop(): Promise<void> {
		this.#isStopping = true;
		const exited = once(this.#child, "exit");
		this.#child.kill("SIGTERM");
		await exited;
	}
}
