import { VirtualClock } from "@gw-sim/transport";
import { RoomsClient, type RoomsClientOptions } from "../rooms/index.js";
import { RawRoom } from "./raw-room.js";

/** A client and a raw server, on a virtual clock and without chance. */
export class RoomBench {
	readonly clock: VirtualClock = new VirtualClock();
	readonly server: RawRoom = new RawRoom(this.clock);
	readonly client: RoomsClient;
	readonly links: string[] = [];
	readonly problems: string[] = [];

	constructor(options: Partial<RoomsClientOptions> = {}) {
		this.client = new RoomsClient({
			url: "ws://server/websocket",
			clock: this.clock,
			random: () => 0,
			dial: this.server.dial,
			...options,
		});
		this.client.on("link", (link) => this.links.push(link));
		this.client.on("problem", ({ code }) => this.problems.push(code));
	}

	/** A bench whose client is online. */
	static async online(options: Partial<RoomsClientOptions> = {}): Promise<RoomBench> {
		const bench = new RoomBench(options);
		const connecting = bench.client.connect();
		await bench.clock.advance(0);
		await connecting;
		return bench;
	}

	/** Cuts the line and waits for the client to come back. */
	async cut(): Promise<void> {
		this.server.socket?.terminate();
		await this.clock.advance(1000);
	}
}
