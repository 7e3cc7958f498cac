import { ExactNumber } from "@gw-sim/core";
import type { ConformanceCase } from "../conformance.js";
import { clientCase } from "./client-stage.js";
import type { ChatClientTarget } from "./client-target.js";
import { check } from "./shapes.js";

const sessionId = 9_683_494_578_353;
const slackMs = 300;
const longestMs = 30_000;
const firstMs = 1000;

/** Comes back with its session after this close; codes from 4000 on follow their fatal error. */
function resumesAfter(code: number): ConformanceCase<ChatClientTarget> {
	const how = code === 1006 ? "a cut" : `close ${code}`;
	return clientCase(
		`resumes-after-${code}`,
		`After ${how} a client comes back within its first wait and asks for its session from its last s`,
		async (stage) => {
			const visit = await (await stage.visit()).begin(sessionId, 3);
			if (code >= 4000) visit.refuse(code, code);
			else if (code === 1006) {
				await visit.peer.quiet();
				visit.peer.cut();
			} else visit.peer.close(code);
			const next = await stage.visit(firstMs + slackMs);
			next.greet();
			await next.askedFor(sessionId, 3);
		},
	);
}

function stopsAfter(code: number): ConformanceCase<ChatClientTarget> {
	return clientCase(
		`stops-after-${code}`,
		`After error ${code} and close 1008 a client does not come back by itself`,
		async (stage) => {
			const visit = await stage.visit();
			visit.greet();
			await visit.presented();
			visit.refuse(code, 1008);
			await visit.peer.ended();
			await stage.staysAway(2 * longestMs);
		},
	);
}

/** What a client does when it has lost its connection. */
export const clientReturnCases: readonly ConformanceCase<ChatClientTarget>[] = [
	...[4000, 4001, 4003, 1001, 1006, 1011, 1012].map(resumesAfter),
	clientCase(
		"waits-after-4002",
		"After 4002 a client stays away for 5 s at least, and then resumes",
		async (stage) => {
			const visit = await (await stage.visit()).begin(sessionId, 2);
			visit.refuse(4002, 4002);
			await visit.peer.ended();
			await stage.target.gateway.quiet(4900);
			const next = await stage.visit(longestMs);
			next.greet();
			await next.askedFor(sessionId, 2);
		},
		{ takesMs: 10_000 },
	),
	clientCase(
		"session-id-is-exact",
		"A client gives a session_id back digit by digit",
		async (stage) => {
			const id = new ExactNumber("6982582592583503353");
			const visit = await (await stage.visit()).begin(id, 1);
			visit.peer.close(1012);
			const next = await stage.visit();
			next.greet();
			await next.askedFor(id, 1);
		},
	),
	clientCase(
		"counts-replayed-events",
		"After a resume a client counts on from the replayed events",
		async (stage) => {
			const visit = await (await stage.visit()).begin(sessionId, 1);
			visit.peer.close(1012);
			const second = await stage.visit();
			second.greet();
			await second.askedFor(sessionId, 1);
			second.welcome(sessionId, true);
			for (const s of [2, 3]) second.message(s);
			second.peer.close(1012);
			const third = await stage.visit();
			third.greet();
			await third.askedFor(sessionId, 3);
		},
	),
	clientCase(
		"keeps-its-session-when-nothing-came",
		"A client that resumed and was sent nothing asks for the same s again",
		async (stage) => {
			const visit = await (await stage.visit()).begin(sessionId, 4);
			visit.peer.close(1012);
			const second = await stage.visit();
			second.greet();
			await second.askedFor(sessionId, 4);
			second.welcome(sessionId, true);
			second.peer.close(1012);
			const third = await stage.visit();
			third.greet();
			await third.askedFor(sessionId, 4);
		},
	),
	clientCase(
		"starts-afresh",
		"An ordinary 140 voids the old session: the next resume has the new id and its own s",
		async (stage) => {
			const visit = await (await stage.visit()).begin(sessionId, 9);
			visit.peer.close(1012);
			const second = await stage.visit();
			second.greet();
			await second.askedFor(sessionId, 9);
			second.welcome(sessionId + 1);
			second.message(1);
			second.peer.close(1012);
			const third = await stage.visit();
			third.greet();
			await third.askedFor(sessionId + 1, 1);
		},
	),
	...[0, 1, 4, 5].map(stopsAfter),
	clientCase(
		"stops-when-banned",
		"A client that is banned while it is connected does not come back by itself",
		async (stage) => {
			const visit = await (await stage.visit()).begin(sessionId, 1);
			visit.refuse(5, 1008);
			await visit.peer.ended();
			await stage.staysAway(2 * longestMs);
		},
	),
	clientCase(
		"backs-off",
		"Waits between failed attempts grow from 1 s by doubling, and never exceed 30 s",
		async (stage) => {
			const waits: number[] = [];
			let { peer } = await stage.visit();
			for (let limitMs = firstMs; waits.length < 9; limitMs = Math.min(2 * limitMs, longestMs)) {
				peer.close(1011);
				await peer.ended();
				const since = stage.now();
				({ peer } = await stage.visit(longestMs + 1000));
				waits.push(Math.round(stage.now() - since));
				const all = `waits of ${waits.join(", ")} ms`;
				check((waits.at(-1) ?? 0) <= limitMs + slackMs, all);
			}
			check(Math.max(...waits) > 2 * firstMs, `waits of ${waits.join(", ")} ms do not grow`);
		},
		{ takesMs: 200_000 },
	),
];
