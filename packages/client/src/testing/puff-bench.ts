import { VirtualClock } from "@gw-sim/transport";
import { PuffClient, type PuffClientEvents, type PuffClientOptions } from "../puff/index.js";
import { RawPuff } from "./raw-puff.js";

/** A client and a raw gateway, on a virtual clock and without chance. */
export class PuffBench {
	readonly clock: VirtualClock = new VirtualClock();
	readonly gateway: RawPuff = new RawPuff(this.clock);
	readonly client: PuffClient;
	readonly links: string[] = [];
	readonly problems: string[] = [];

	constructor(options: Partial<PuffClientOptions> = {}) {
		this.client = new PuffClient({
			url: "ws://gateway/socket",
			clock: this.clock,
			random: () => 0,
			dial: this.gateway.dial,
			...options,
		});
		this.client.on("link", (link) => this.links.push(link));
		this.client.on("problem", ({ code }) => this.problems.push(code));
	}

	/** A bench whose client has been greeted. */
	static async online(options: Partial<PuffClientOptions> = {}): Promise<PuffBench> {
		const bench = new PuffBench(options);
		const connecting = bench.client.connect();
		await bench.clock.advance(0);
		await connecting;
		return bench;
	}

	/** A bench whose client is in the group `ab12cd`. */
	static async inGroup(options: Partial<PuffClientOptions> = {}): Promise<PuffBench> {
		const bench = await PuffBench.online(options);
		const joining = bench.client.joinGroup("ab12cd");
		await bench.clock.advance(0);
		await joining;
		return bench;
	}

	/** What the listeners of an event are told from now on. */
	heard<Name extends keyof PuffClientEvents & string>(name: Name): PuffClientEvents[Name][] {
		const values: PuffClientEvents[Name][] = [];
		this.client.on(name, (value) => values.push(value));
		return values;
	}

	/** Lets what was sent arrive. */
	async settle(): Promise<void> {
		await this.clock.advance(0);
	}

	/** Cuts the line and waits for the client to come back. */
	async cut(): Promise<void> {
		this.gateway.socket?.terminate();
		await this.clock.advance(1000);
	}
}
