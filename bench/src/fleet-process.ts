import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { spawnNode } from "./children.js";
import type { FleetOrder } from "./fleet-order.js";
import { probe } from "./server-process.js";
import type { Usage } from "./usage.js";

/** Whose locks: the simulated ones, or bare `ws` clients. */
export type Whose = "ours" | "bare";

const programs: Readonly<Record<Whose, string>> = {
	ours: fileURLToPath(new URL("./our-fleet.js", import.meta.url)),
	bare: fileURLToPath(new URL("./bare-fleet.js", import.meta.url)),
};

/** Many locks in a process of their own. */
export class FleetProcess {
	readonly #child: ChildProcess;

	private constructor(child: ChildProcess) {
		this.#child = child;
	}

	static async start(whose: Whose): Promise<FleetProcess> {
		const child = spawnNode(["--expose-gc", "--import", probe, programs[whose]], {
			stdio: ["ignore", "ignore", "inherit", "ipc"],
		});
		await once(child, "message");
		return new FleetProcess(child);
	}

	async join(order: FleetOrder): Promise<void> {
		this.#child.send(order);
		const [answer] = await Promise.race([once(this.#child, "message"), once(this.#child, "exit")]);
		if (answer !== "joined") throw new Error("a measured fleet ended by itself");
	}

	/** What it has used so far, with its garbage collected. */
	async usage(): Promise<Usage> {
		this.#child.send({ settle: true });
		const [usage] = (await once(this.#child, "message")) as [Usage];
		return usage;
	}

	async stop(): Promise<void> {
		const exited = once(this.#child, "exit");
		this.#child.kill("SIGKILL");
		await exited;
	}
}
