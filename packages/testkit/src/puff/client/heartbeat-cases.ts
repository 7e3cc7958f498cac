import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { type ClientStage, clientCase } from "./client-case.js";
import type { PuffClientTarget } from "./target.js";
import type { Visit } from "./visit.js";

/** How far a heartbeat may be from where it belongs. */
const leeway = 0.1;

/** A client that has to say nothing by itself but heartbeats, before its hello. */
async function arrive(stage: ClientStage): Promise<Visit> {
	stage.start();
	return await stage.arrival();
}

/** Sends hello; so many heartbeats have to come, each at its time, and nothing else. */
async function expectBeats(
	{ target: { clock } }: ClientStage,
	visit: Visit,
	intervalMs: number,
	count: number,
): Promise<void> {
	visit.hello(intervalMs);
	const startedAt = clock.now();
	const until = (beats: number): number => startedAt + beats * intervalMs - clock.now();
	for (let n = 1; n <= count; n++) {
		await visit.quiet(until(n - leeway));
		await visit.pass(until(n + leeway));
		await visit.expect({ op: 420 });
	}
	await visit.quiet(0);
}

export const heartbeatCases: readonly ConformanceCase<PuffClientTarget>[] = [
	clientCase(
		"beats-every-interval",
		"A client sends op 420, without a d, once every heartbeat_interval, the first one interval after hello",
		async (stage) => {
			await expectBeats(stage, await arrive(stage), 25_000, 4);
		},
	),
	clientCase(
		"beats-as-told",
		"The interval is the one that hello tells, on every connection anew",
		async (stage) => {
			let visit = await arrive(stage);
			for (const intervalMs of [4000, 10_000, 1500]) {
				await expectBeats(stage, visit, intervalMs, 3);
				visit.cut();
				visit = await stage.arrival();
			}
		},
	),
	clientCase(
		"beats-without-an-answer",
		"Heartbeats have no answer: a client that hears nothing for an hour stays and goes on",
		async (stage) => {
			const visit = await arrive(stage);
			await expectBeats(stage, visit, 25_000, 144);
			if (visit.isOver) throw new ConformanceFailure("the client gave up");
		},
	),
	clientCase(
		"beats-beside-its-messages",
		"Heartbeats keep their time whatever else is said on either side",
		async (stage) => {
			const client = stage.start();
			const visit = await stage.arrival();
			visit.hello(10_000);
			for (let beat = 0; beat < 3; beat++) {
				for (let n = 0; n < 4; n++) {
					await visit.pass(2400);
					client.change({ name: `${beat} ${n}` });
					await visit.expect({ op: 6, d: { name: `${beat} ${n}` } });
					visit.event("PUBLIC_GROUPS_UPDATE", []);
				}
				await visit.pass(400);
				await visit.expect({ op: 420 });
			}
		},
	),
	clientCase(
		"beats-with-measure",
		"An interval that is none, as 0, a negative one or a text, makes no client flood its gateway",
		async (stage) => {
			for (const interval of [0, -1, -25_000, "25000", null, undefined, [1], 0.001, 1e300]) {
				const client = stage.start();
				const visit = await stage.arrival();
				visit.hello(interval);
				await visit.pass(2000);
				const count = await visit.drain();
				if (count > 20)
					throw new ConformanceFailure(
						`the client sent ${count} messages in 2 s for the interval ${interval}`,
					);
				await client.stop();
				await stage.forget();
			}
		},
	),
];
