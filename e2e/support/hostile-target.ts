import { gwSim, type Process } from "./process.js";

const watchPrototypes = `process.on("exit",()=>process.stderr.write(JSON.stringify({event:"prototypes",object:Reflect.ownKeys(Object.prototype).length,array:Reflect.ownKeys(Array.prototype).length,polluted:"polluted"in{}})+"\\n"))`;

/** What grows without bound ends the process; and garbage that waits to be collected stays small. */
const smallHeap = "--max-old-space-size=64 --max-semi-space-size=8";

/** The built `gw-sim serve` as something to attack. */
export class HostileTarget {
	readonly process: Process;
	readonly url: string;

	private constructor(process: Process, url: string) {
		this.process = process;
		this.url = url;
	}

	/** `config` is the path of a configuration file. */
	static async start(config?: string): Promise<HostileTarget> {
		const preload = `--import=data:text/javascript,${encodeURIComponent(watchPrototypes)}`;
		const args = [
			"serve",
			"--json",
			"--port",
			"0",
			...(config === undefined ? [] : ["--config", config]),
		];
		const process = gwSim(args, { NODE_OPTIONS: `${preload} ${smallHeap}` });
		const { url } = await process.event({ event: "listening" });
		return new HostileTarget(process, String(url));
	}

	get lock(): string {
		return `${this.url.replace("http:", "ws:")}/socket/websocket?name=e2e&vsn=2.0.0`;
	}

	/** A value in /metrics, by its name and labels; 0 where it is absent. */
	async metric(sample: string): Promise<number> {
		const text = await (await fetch(`${this.url}/metrics`)).text();
		const line = text.split("\n").find((candidate) => candidate.startsWith(`${sample} `));
		return Number(line?.slice(sample.length + 1) ?? 0);
	}

	openLocks(): Promise<number> {
		return this.metric('gw_sim_connections{protocol="lock"}');
	}

	/** Asks a lock to pair; how many channels were told. */
	async pair(lock: string, name: string): Promise<number> {
		const response = await fetch(`${this.url}/api/v0/devices/pair`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ lock, name, type: "tag" }),
		});
		return ((await response.json()) as { delivered: number }).delivered;
	}

	/** Resident memory in bytes. */
	memory(): Promise<number> {
		return this.metric("process_resident_memory_bytes");
	}

	/** Stops it as an operator would, and tells what it says of its prototypes at the very end. */
	async stop(): Promise<{
		code: number | null;
		prototypes: unknown;
		log: Record<string, unknown>[];
	}> {
		this.process.child.kill("SIGTERM");
		const { code } = await this.process.exit();
		const lines = this.process.stderr.trimEnd().split("\n");
		const log = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
		return { code, log, prototypes: log.at(-1) };
	}
}

/** What `stop` tells of a process whose prototypes nobody touched. */
export const cleanPrototypes = {
	event: "prototypes",
	object: Reflect.ownKeys(Object.prototype).length,
	array: Reflect.ownKeys(Array.prototype).length,
	polluted: false,
};
