import { FaultLine, VirtualClock } from "@gw-sim/transport";
import { CloudClient, type CloudClientOptions, type Show } from "../cloud/index.js";
import { RawCloud } from "./raw-cloud.js";

/** A lamp and a raw server, on a virtual clock and without chance. */
export class CloudBench {
	readonly clock: VirtualClock = new VirtualClock();
	readonly server: RawCloud = new RawCloud(this.clock);
	readonly line: FaultLine = new FaultLine({ clock: this.clock, seed: 1 });
	readonly client: CloudClient;
	readonly links: string[] = [];
	readonly shows: Show[] = [];
	readonly commands: string[] = [];
	readonly problems: string[] = [];
	/** The words of the problems. */
	readonly messages: string[] = [];

	constructor(options: Partial<CloudClientOptions> = {}) {
		this.client = new CloudClient({
			url: "ws://server/cloud",
			clock: this.clock,
			random: () => 0,
			dial: this.line.dial(this.server.dial),
			...options,
		});
		this.client.on("link", (link) => this.links.push(link));
		this.client.on("show", (show) => this.shows.push(show));
		this.client.on("command", (command) => this.commands.push(command));
		this.client.on("problem", ({ code, message }) => {
			this.problems.push(code);
			this.messages.push(message);
		});
	}

	/** A bench whose lamp is online. */
	static async online(options: Partial<CloudClientOptions> = {}): Promise<CloudBench> {
		const bench = new CloudBench(options);
		const connecting = bench.client.connect();
		await bench.clock.advance(0);
		await connecting;
		return bench;
	}

	/** Lets the lamp receive these frames. */
	async receive(...frames: readonly (string | Uint8Array)[]): Promise<void> {
		this.server.send(...frames);
		await this.clock.advance(0);
	}
}
