import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import type { Pattern } from "../../pattern.js";
import type { ClientUnderTest, ClientUser, PuffClientTarget } from "./target.js";
import { Visit } from "./visit.js";

export const groupId = "ab12cd";
export const joinFrame: Pattern = { op: 1, d: { group_id: groupId } };

/** What a client says when it tells of itself. */
export function userFrame(user: ClientUser): Pattern {
	return { op: 6, d: { ...user } };
}

/** A client and the gateway that it comes to. */
export class ClientStage {
	readonly target: PuffClientTarget;
	/** What the client told of. */
	readonly heard: string[] = [];
	readonly #clients: ClientUnderTest[] = [];

	constructor(target: PuffClientTarget) {
		this.target = target;
	}

	start(user: ClientUser = {}): ClientUnderTest {
		const client = this.target.start(user, { heard: (what) => this.heard.push(what) });
		this.#clients.push(client);
		return client;
	}

	/** The client's next connection. */
	async arrival(waitMs = 30_000): Promise<Visit> {
		const { gateway, clock } = this.target;
		return new Visit(await gateway.connection(waitMs), clock);
	}

	/** A client that was greeted. */
	async greeted(): Promise<readonly [ClientUnderTest, Visit]> {
		const client = this.start();
		const visit = await this.arrival();
		visit.hello();
		await visit.pass(100);
		return [client, visit];
	}

	/** A client that is in its group. */
	async inGroup(): Promise<readonly [ClientUnderTest, Visit]> {
		const [client, visit] = await this.greeted();
		client.join(groupId);
		await visit.expect(joinFrame);
		visit.joined(groupId);
		await visit.pass(100);
		return [client, visit];
	}

	/** The client's next connection, on which it goes back to its group. */
	async comesBack(): Promise<Visit> {
		const visit = await this.arrival();
		visit.hello();
		await visit.expect(joinFrame);
		visit.joined(groupId);
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

	/** The client has to be in its group on this connection still, and able to speak. */
	async expectAlive(client: ClientUnderTest, visit: Visit): Promise<void> {
		client.inquire();
		await visit.expect({ op: 8 });
	}

	/** Stops the clients and forgets the connections that nobody asked for. */
	async clear(): Promise<void> {
		await Promise.all(this.#clients.map((client) => client.stop()));
		await this.forget();
	}

	/** Forgets the connections that nobody asked for. */
	async forget(): Promise<void> {
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
	{ hears = false }: { readonly hears?: boolean } = {},
): ConformanceCase<PuffClientTarget> {
	return {
		id: `puff/client-${id}`,
		rule,
		unfit: (target) =>
			hears && target.hears !== true ? "the target does not tell what its client hears" : null,
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
