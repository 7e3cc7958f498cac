import type { Cancel, Clock } from "@gw-sim/core";
import type { Usage } from "@gw-sim/simulator-engine";
import type { Ask } from "./gateway.js";
import { type OrchestraEvent, serverName } from "./orchestra.js";
import { type MetricsSample, parseMetrics, ratesBetween } from "./server-metrics.js";
import type { SupervisedProcess } from "./supervised-process.js";
import { UsageMeter } from "./usage-meter.js";

const usageEveryMs = 2000;
const metricsEveryMs = 1000;

export interface UsageWatchOptions {
	readonly clock: Clock;
	readonly processes: ReadonlyMap<string, SupervisedProcess>;
	readonly procUsage: (pid: number) => Promise<Usage | null>;
	readonly emit: (event: OrchestraEvent) => void;
}

/** Asks every process regularly what it uses: devices by their command, the server of the kernel. */
export class UsageWatch {
	readonly #options: UsageWatchOptions;
	readonly #meter = new UsageMeter();
	#cancel: Cancel | null = null;

	constructor(options: UsageWatchOptions) {
		this.#options = options;
	}

	start(): void {
		this.stop();
		this.#cancel = this.#options.clock.after(usageEveryMs, () => {
			this.#askAll();
			this.start();
		});
	}

	stop(): void {
		this.#cancel?.();
		this.#cancel = null;
	}

	/** What a process uses now. */
	told(name: string, usage: Usage): void {
		const cpuPercent = this.#meter.cpuPercent(name, usage, this.#options.clock.now());
		if (cpuPercent !== null)
			this.#options.emit({ type: "usage", name, rss: usage.rss, cpuPercent });
	}

	/** The process is gone. */
	forget(name: string): void {
		this.#meter.forget(name);
	}

	#askAll(): void {
		const { processes, procUsage } = this.#options;
		for (const [name, process] of processes) {
			const { status, pid } = process.view;
			if (status !== "running" || pid === null) continue;
			if (name !== serverName) process.write('{"cmd":"usage"}');
			else
				void procUsage(pid).then((usage) => {
					if (usage !== null && process.view.pid === pid) this.told(name, usage);
				});
		}
	}
}

export interface MetricsWatchOptions {
	readonly clock: Clock;
	readonly ask: Ask;
	readonly token: string | null;
	/** Where the server's store keeps its state; null for memory. */
	readonly storeFolder: string | null;
	readonly emit: (event: OrchestraEvent) => void;
}

/** Looks at the server's `/metrics` regularly; a look that fails is left out. */
export class MetricsWatch {
	readonly #options: MetricsWatchOptions;
	#before: MetricsSample | null = null;
	#cancel: Cancel | null = null;

	constructor(options: MetricsWatchOptions) {
		this.#options = options;
	}

	/** Begins, or begins anew where the server was started again. */
	start(url: string): void {
		this.stop();
		this.#before = null;
		this.#next(url);
	}

	stop(): void {
		this.#cancel?.();
		this.#cancel = null;
	}

	#next(url: string): void {
		const cancel = this.#options.clock.after(metricsEveryMs, () => {
			// The next look comes after this one, however long that takes.
			void this.#look(url).then(() => {
				if (this.#cancel === cancel) this.#next(url);
			});
		});
		this.#cancel = cancel;
	}

	async #look(url: string): Promise<void> {
		const { clock, ask, token, storeFolder, emit } = this.#options;
		const watching = this.#cancel;
		const answer = await ask(`${url}/metrics`, { method: "GET", token }).catch(() => null);
		if (answer?.status !== 200 || this.#cancel !== watching) return;
		const sample = parseMetrics(answer.text, clock.now());
		emit({ type: "metrics", metrics: ratesBetween(this.#before, sample, storeFolder) });
		this.#before = sample;
	}
}
