import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { check, withoutSecret } from "../check.js";
import { type Shown, sameShown } from "../shown.js";
import type { ClientUnderTest, CloudClientTarget } from "./target.js";
import { Visit } from "./visit.js";

/** How much a busy machine may be off. */
export const slackMs = 400;

/** What a lamp takes to act on what it was sent. */
const turnMs = 50;

/** One lamp and the gateway that it comes to. */
export class ClientStage {
	readonly target: CloudClientTarget;
	readonly client: ClientUnderTest;

	constructor(target: CloudClientTarget) {
		this.target = target;
		this.client = target.start();
	}

	/** The lamp's next connection. */
	async visit(waitMs = 50_000): Promise<Visit> {
		const { gateway, clock, secret } = this.target;
		return new Visit(await gateway.connection(waitMs), clock, secret);
	}

	/** The lamp's next connection, on which it was let in. */
	async enter(): Promise<Visit> {
		return (await this.visit()).admit();
	}

	/** Ends a connection; how long the lamp stays away, and with what it returns. */
	async away(end: () => void): Promise<readonly [ms: number, visit: Visit]> {
		end();
		const leftAt = this.now();
		const visit = await this.visit();
		return [this.now() - leftAt, visit];
	}

	/** What the lamp has been sent so far has to make it show this. */
	async shows(wanted: Shown, because: string): Promise<void> {
		await this.pause(turnMs);
		const shown = this.client.shown();
		check(
			sameShown(shown, wanted),
			`${because}: expected ${JSON.stringify(wanted)}, shows ${JSON.stringify(shown)}`,
		);
	}

	now(): number {
		return this.target.clock.now();
	}

	pause(ms: number): Promise<void> {
		return new Promise((resolve) => this.target.clock.after(ms, resolve));
	}

	/** Stops the lamp and forgets the connections that nobody asked for. */
	async clear(): Promise<void> {
		await this.client.stop();
		const { gateway } = this.target;
		let isDrained = false;
		while (!isDrained)
			await gateway.connection(0).catch((error: unknown) => {
				if (!(error instanceof ConformanceFailure)) throw error;
				isDrained = true;
			});
	}
}

interface Needs {
	/** How much time it lets pass. */
	readonly takesMs?: number;
	readonly tells?: boolean;
	readonly logs?: boolean;
}

/** One rule of a lamp, tried on one that is started for it. */
export function clientCase(
	id: string,
	rule: string,
	play: (stage: ClientStage) => Promise<void>,
	{ takesMs = 0, tells = false, logs = false }: Needs = {},
): ConformanceCase<CloudClientTarget> {
	return {
		id: `cloud/client-${id}`,
		rule,
		unfit: ({ patienceMs = 5000, ...target }) => {
			if (tells && target.tells !== true) return "the target does not tell what its lamp shows";
			if (logs && target.logs !== true) return "the target does not make its lamp write a log";
			return takesMs <= patienceMs ? null : `takes ${takesMs} ms; patienceMs is ${patienceMs}`;
		},
		run: async (target) => {
			const stage = new ClientStage(target);
			try {
				await withoutSecret(target.secret, () => play(stage));
			} finally {
				await stage.clear();
			}
		},
	};
}

/** A step: what is sent, one frame or several, and what it makes a lamp show. */
export type Reading = readonly [frames: string | readonly string[], shown: Shown];

/** What each of these has to make a lamp show, one after the other. */
export function reads(
	id: string,
	rule: string,
	steps: readonly Reading[],
): ConformanceCase<CloudClientTarget> {
	return clientCase(
		id,
		rule,
		async (stage) => {
			const visit = await stage.enter();
			for (const [frames, shown] of steps) {
				const sent = typeof frames === "string" ? [frames] : frames;
				visit.send(...sent);
				await stage.shows(shown, `after ${JSON.stringify(sent)}`);
			}
		},
		{ tells: true },
	);
}
