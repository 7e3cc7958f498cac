import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import type { ClientUnderTest, RoomsClientTarget } from "./target.js";
import { Visit } from "./visit.js";

/** What a client's subscription has to be on the wire. */
export function subscribeFrame(text: string): { readonly type: string; readonly data: string } {
	return { type: "subscribe", data: text };
}

/** A client and the gateway that it comes to. */
export class ClientStage {
	readonly target: RoomsClientTarget;
	readonly #clients: ClientUnderTest[] = [];

	constructor(target: RoomsClientTarget) {
		this.target = target;
	}

	start(): ClientUnderTest {
		const client = this.target.start();
		this.#clients.push(client);
		return client;
	}

	/** The client's next connection, in half a minute at most. */
	async arrival(): Promise<Visit> {
		const { gateway, clock } = this.target;
		return new Visit(await gateway.connection(30_000), clock);
	}

	/** A client that is in its room for certain: its subscription to chat has come. */
	async enter(id: string): Promise<readonly [ClientUnderTest, Visit]> {
		const client = this.start();
		client.subscribe("chat");
		return [client, await this.comesBack(id)];
	}

	/** The next connection of a client that subscribed to chat and to nothing else. */
	async comesBack(id: string): Promise<Visit> {
		const visit = await this.arrival();
		visit.welcome(id);
		await visit.expect(subscribeFrame("chat"));
		return visit;
	}

	/** How long the client stays away after its connection was ended, and with what it returns. */
	async away(end: () => void): Promise<readonly [ms: number, Visit]> {
		const { clock } = this.target;
		end();
		const leftAt = clock.now();
		const visit = await this.arrival();
		return [clock.now() - leftAt, visit];
	}

	/** The client has to be on this connection still, and able to speak. */
	async expectAlive(client: ClientUnderTest, visit: Visit): Promise<void> {
		client.send("chat", "still here");
		await visit.expect({ type: "chat", data: "still here" });
	}

	/** Stops the clients and forgets the connections that nobody asked for. */
	async clear(): Promise<void> {
		await Promise.all(this.#clients.map((client) => client.stop()));
		const { gateway } = this.target;
		let isDrained = false;
		while (!isDrained)
			await gateway.connection(0).catch((error: unknown) => {
				if (!(error instanceof ConformanceFailure)) throw error;
				isDrained = true;
			});
	}
}

/** A case with clients of its own. */
export function clientCase(
	id: string,
	rule: string,
	run: (stage: ClientStage) => Promise<void>,
): ConformanceCase<RoomsClientTarget> {
	return {
		id: `rooms/client-${id}`,
		rule,
		run: async (target) => {
			const stage = new ClientStage(target);
			try {
				await run(stage);
			} finally {
				await stage.clear();
			}
		},
	};
}
