import { type Clock, type Random, UsageError } from "@gw-sim/core";
import { type FleetDevice, FleetMember, type MemberChange } from "./fleet-member.js";
import type { LatencySummary } from "./latencies.js";
import { Tally } from "./tally.js";

export interface FleetOptions {
	/** Makes one device, not yet started; its number counts from 0. */
	make(number: number): FleetDevice;
	readonly count: number;
	/** Devices started a second. @defaultValue all at once */
	readonly rampPerSecond?: number;
	/** From the first start to the end. */
	readonly durationMs: number;
	/** Requests a second of each device. @defaultValue 0.1 */
	readonly requestsPerSecond?: number;
	/** Cuts every link at once, half of the duration in. @defaultValue false */
	readonly storm?: boolean;
	/** Bytes that the process uses now. @defaultValue memory is not measured */
	readonly memory?: () => number;
	readonly clock: Clock;
	readonly random: Random;
}

/** How a fleet is now. */
export interface FleetStatus {
	readonly count: number;
	readonly started: number;
	readonly online: number;
	/** Error events so far. */
	readonly errors: number;
	/** Since the first start. */
	readonly elapsedMs: number;
}

/** What came of a fleet; times in milliseconds. */
export interface FleetReport {
	readonly count: number;
	/** On line when the time was over. */
	readonly connected: number;
	/** Never on line. */
	readonly refused: number;
	/** Times that a device came back on line. */
	readonly reconnects: number;
	/** Frames. */
	readonly sent: number;
	readonly received: number;
	readonly joinMs: LatencySummary | null;
	readonly requestMs: LatencySummary | null;
	/** From the cut of all links until the last device was back; null where it never was, or without a storm. */
	readonly stormMs: number | null;
	/** Bytes that the process grew by from before the first start to the end, for each device; null where it was not measured. */
	readonly memoryPerDevice: number | null;
	/** Errors by code, those of requests with `request-` before it. */
	readonly errors: Readonly<Record<string, number>>;
	/** The first message of each code. */
	readonly examples: Readonly<Record<string, string>>;
	readonly elapsedMs: number;
}

/** How often devices are started while the ramp lasts. */
const rampTickMs = 10;

/** Many devices in one process, watched. */
export class Fleet {
	readonly #options: FleetOptions;
	readonly #tally: Tally;
	readonly #members: FleetMember[] = [];
	#startedAt = 0;
	#memoryBefore = 0;
	#online = 0;
	#ended = 0;
	#cutAt: number | null = null;
	#stormMs: number | null = null;
	#finish: () => void = () => {};

	/** @throws UsageError where an option is wrong. */
	constructor(options: FleetOptions) {
		const { count, durationMs, rampPerSecond = count, requestsPerSecond = 0 } = options;
		if (!Number.isInteger(count) || count < 1)
			throw new UsageError("count is a whole number from 1");
		if (!(durationMs > 0)) throw new UsageError("durationMs is a time above 0");
		if (!(rampPerSecond > 0)) throw new UsageError("rampPerSecond is a number above 0");
		if (!(requestsPerSecond >= 0))
			throw new UsageError("requestsPerSecond is a number, 0 for none");
		this.#options = options;
		this.#tally = new Tally(options.random);
	}

	status(): FleetStatus {
		const { count } = this.#options;
		const errors = [...this.#tally.errors.values()].reduce((sum, each) => sum + each, 0);
		return {
			count,
			started: this.#members.length,
			online: this.#online,
			errors,
			elapsedMs: this.#elapsedMs(),
		};
	}

	/** Runs until the time is over, all devices have given up, or `signal` is aborted; then stops all. */
	async run(signal?: AbortSignal): Promise<FleetReport> {
		const { clock, durationMs, memory, storm = false } = this.#options;
		this.#startedAt = clock.now();
		this.#memoryBefore = memory?.() ?? 0;
		const over = new Promise<void>((resolve) => {
			this.#finish = resolve;
		});
		const cancels = [clock.after(durationMs, this.#finish), this.#ramp(), this.#requests()];
		if (storm) cancels.push(clock.after(durationMs / 2, () => this.#cutAll()));
		const finish = this.#finish;
		signal?.addEventListener("abort", finish, { once: true });
		if (!signal?.aborted) await over;
		signal?.removeEventListener("abort", finish);
		for (const cancel of cancels) cancel();
		const report = this.#report();
		await Promise.all(this.#members.map(({ device }) => device.stop()));
		return report;
	}

	#ramp(): () => void {
		const { clock, count, rampPerSecond = Number.POSITIVE_INFINITY } = this.#options;
		let cancel = (): void => {};
		const tick = (): void => {
			const due = Math.min(count, Math.floor((this.#elapsedMs() / 1000) * rampPerSecond) + 1);
			const target = Number.isFinite(rampPerSecond) ? due : count;
			while (this.#members.length < target) this.#start();
			if (this.#members.length < count) cancel = clock.after(rampTickMs, tick);
		};
		tick();
		return () => cancel();
	}

	#start(): void {
		const { clock, make } = this.#options;
		const device = make(this.#members.length);
		const changed = (change: MemberChange): void => this.#changed(change);
		this.#members.push(new FleetMember(device, { clock, tally: this.#tally, changed }));
		device.start();
	}

	/** One request of one member after the other, evenly over time. */
	#requests(): () => void {
		const { clock, count, random, requestsPerSecond = 0.1 } = this.#options;
		if (requestsPerSecond === 0) return () => {};
		let next = Math.floor(random() * count);
		let asked = 0;
		let cancel = (): void => {};
		const tick = (): void => {
			const due = Math.floor((this.#elapsedMs() / 1000) * requestsPerSecond * count);
			// A process that was held up does not make up for it in one burst.
			for (asked = Math.max(asked, due - count); asked < due; asked++)
				void this.#members[next++ % count]?.probe();
			cancel = clock.after(rampTickMs, tick);
		};
		tick();
		return () => cancel();
	}

	#cutAll(): void {
		this.#cutAt = this.#options.clock.now();
		for (const { device, isOnline } of this.#members)
			if (isOnline) void device.command({ cmd: "drop" });
	}

	#changed(change: MemberChange): void {
		const { clock, count } = this.#options;
		if (change === "online") this.#online++;
		else if (change === "offline") this.#online--;
		else this.#ended++;
		if (this.#ended === count) this.#finish();
		const isWhole = this.#online + this.#ended === count;
		if (isWhole && this.#cutAt !== null && this.#stormMs === null)
			this.#stormMs = clock.now() - this.#cutAt;
	}

	#elapsedMs(): number {
		return this.#options.clock.now() - this.#startedAt;
	}

	#memoryPerDevice(): number | null {
		const { memory, count } = this.#options;
		if (memory === undefined) return null;
		return Math.max(0, Math.round((memory() - this.#memoryBefore) / count));
	}

	#report(): FleetReport {
		const { sent, received, reconnects, joins, requests, errors, examples } = this.#tally;
		return {
			count: this.#options.count,
			connected: this.#online,
			refused: this.#members.filter(({ isStranger }) => isStranger).length,
			reconnects,
			sent,
			received,
			joinMs: joins.summary(),
			requestMs: requests.summary(),
			stormMs: this.#stormMs,
			memoryPerDevice: this.#memoryPerDevice(),
			errors: Object.fromEntries([...errors].sort(([a], [b]) => (a < b ? -1 : 1))),
			examples: Object.fromEntries(examples),
			elapsedMs: this.#elapsedMs(),
		};
	}
}
