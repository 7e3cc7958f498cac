import type { ConformanceCase } from "../../conformance.js";
import { check } from "../check.js";
import { color } from "../shown.js";
import { clientCase, slackMs } from "./client-case.js";
import type { CloudClientTarget } from "./target.js";

/** What a lamp waits before its first, second and later attempts; chance may add half. */
const stepsMs = [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000];

function expectWait(ms: number, stepMs: number | undefined): void {
	const wanted = stepMs ?? 30_000;
	check(
		ms >= wanted - 10 && ms <= 1.5 * wanted + slackMs,
		`came back after ${Math.round(ms)} ms; it ought to wait ${wanted} ms and up to half more`,
	);
}

/** What a lamp does when it has lost its connection. */
export const returnCases: readonly ConformanceCase<CloudClientTarget>[] = [
	clientCase(
		"returns-after-a-close",
		"A lamp that was let in comes back 1 to 1.5 s after a close with whatever code",
		async (stage) => {
			let visit = await stage.enter();
			for (const code of [1000, 1001, 1008, 1009, 1011, 1012, 1013, 4000]) {
				const open = visit;
				const [ms, next] = await stage.away(() => open.peer.close(code));
				expectWait(ms, stepsMs[0]);
				visit = await next.admit();
			}
		},
		{ takesMs: 16_000 },
	),
	clientCase(
		"returns-after-a-loss",
		"A lamp that was let in comes back 1 to 1.5 s after its connection was lost",
		async (stage) => {
			const visit = await stage.enter();
			const [ms, next] = await stage.away(() => visit.peer.cut());
			expectWait(ms, stepsMs[0]);
			await next.admit();
		},
	),
	clientCase(
		"returns-once",
		"A lamp has one connection at a time: each loss brings one new connection",
		async (stage) => {
			const visit = await stage.enter();
			visit.peer.close(1012);
			const next = await stage.enter();
			await next.keep(60_000);
			await stage.target.gateway.quiet(0);
		},
		{ takesMs: 65_000 },
	),
	clientCase(
		"backs-off",
		"A lamp that is not let in waits 1, 2, 4, 8, 16, then 30 s and up to half more, and never gives up",
		async (stage) => {
			let visit = await stage.visit();
			for (const stepMs of stepsMs) {
				await visit.secret();
				const refused = visit;
				const [ms, next] = await stage.away(() => refused.peer.close(1008));
				expectWait(ms, stepMs);
				visit = next;
			}
		},
		{ takesMs: 190_000 },
	),
	clientCase(
		"backs-off-from-any-end",
		"Before ok every end counts as a refusal: a cut, a close with any code, a connection without an answer",
		async (stage) => {
			let visit = await stage.visit();
			const ends = [
				() => visit.peer.cut(),
				() => visit.peer.close(1000),
				() => visit.peer.close(1002),
				() => visit.peer.close(1012),
			];
			for (const [i, end] of ends.entries()) {
				await visit.secret();
				const [ms, next] = await stage.away(end);
				expectWait(ms, stepsMs[i]);
				visit = next;
			}
			await visit.secret();
			await stage.pause(8000 + slackMs);
			check(visit.peer.end !== null, "stayed without ok");
			const [ms] = await stage.away(() => {});
			expectWait(ms + slackMs, stepsMs[ends.length]);
		},
		{ takesMs: 70_000 },
	),
	clientCase(
		"backs-off-anew",
		"Once a lamp was let in, its waits begin with 1 s again",
		async (stage) => {
			let visit = await stage.visit();
			for (let i = 0; i < 4; i++) {
				const open = visit;
				[, visit] = await stage.away(() => open.peer.cut());
			}
			await visit.admit();
			await visit.keep(500);
			const [ms] = await stage.away(() => visit.peer.cut());
			expectWait(ms, stepsMs[0]);
		},
		{ takesMs: 26_000 },
	),
	clientCase(
		"keeps-its-light",
		"A lamp goes on showing what it showed while it is away, and until it is told something else",
		async (stage) => {
			const visit = await stage.enter();
			visit.send("[cc:2:10,20,30:4]");
			await stage.shows(color(10, 20, 30, 4), "online");
			const [, next] = await stage.away(() => visit.peer.cut());
			await stage.shows(color(10, 20, 30, 4), "away");
			await next.admit();
			await stage.shows(color(10, 20, 30, 4), "back, and told nothing");
			next.send("[cc:2:30,20,10:0]");
			await stage.shows(color(30, 20, 10), "told something else");
		},
		{ tells: true },
	),
];
