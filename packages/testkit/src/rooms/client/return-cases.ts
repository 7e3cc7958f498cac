import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { clientCase, subscribeFrame } from "./client-case.js";
import type { RoomsClientTarget } from "./target.js";
import type { Visit } from "./visit.js";

const shortestMs = 1000;
/** The last step of all devices' schedule, 15 s, and what chance may add to it. */
const longestMs = 22_500;
/** What timers and handshakes may take. */
const slackMs = 500;

function expectWait(ms: number): void {
	if (ms < shortestMs - 10 || ms > longestMs + slackMs)
		throw new ConformanceFailure(
			`the client came back after ${Math.round(ms)} ms; it ought to wait 1 s to 22.5 s`,
		);
}

function expectSession({ query }: Visit, id: string): void {
	const session = query.get("session");
	if (session !== id) throw new ConformanceFailure(`expected ?session=${id}, got ${session}`);
}

export const returnCases: readonly ConformanceCase<RoomsClientTarget>[] = [
	clientCase(
		"returns-after-a-close",
		"A client comes back after a close with whatever code, a second later or more",
		async (stage) => {
			let [, visit] = await stage.enter("id");
			for (const code of [1000, 1001, 1009, 1011, 1012, 1013, 4000]) {
				const [ms, next] = await stage.away(() => visit.close(code));
				expectWait(ms);
				next.welcome("id");
				await next.expect(subscribeFrame("chat"));
				visit = next;
			}
		},
	),
	clientCase(
		"returns-after-a-loss",
		"A client comes back after a lost connection, a second later or more",
		async (stage) => {
			const [, visit] = await stage.enter("id");
			const [ms, next] = await stage.away(() => visit.cut());
			expectWait(ms);
			next.welcome("id");
			await next.expect(subscribeFrame("chat"));
		},
	),
	clientCase(
		"returns-once",
		"A client has one connection at a time: each loss brings one new connection",
		async (stage) => {
			const [client, visit] = await stage.enter("id");
			visit.close(1012);
			const next = await stage.comesBack("id");
			await stage.target.gateway.quiet(60_000);
			await stage.expectAlive(client, next);
		},
	),
	clientCase(
		"backs-off",
		"A client that never gets a profile waits longer and longer, from 1 s up to 22.5 s, and never gives up",
		async (stage) => {
			stage.start();
			let visit = await stage.arrival();
			const waits: number[] = [];
			while (waits.length < 8) {
				const gone = visit;
				const [ms, next] = await stage.away(() => gone.cut());
				expectWait(ms);
				waits.push(ms);
				visit = next;
			}
			const [first = 0, , , , fifth = 0] = waits;
			if (fifth < 2 * first)
				throw new ConformanceFailure(
					`its waits do not grow: ${waits.map(Math.round).join(", ")} ms`,
				);
		},
	),
	clientCase(
		"backs-off-anew",
		"Once a client had its profile, its waits begin with the shortest again",
		async (stage) => {
			const client = stage.start();
			client.subscribe("chat");
			let visit = await stage.arrival();
			let longest = 0;
			for (let n = 0; n < 5; n++) {
				const gone = visit;
				const [ms, next] = await stage.away(() => gone.cut());
				longest = Math.max(longest, ms);
				visit = next;
			}
			visit.welcome("id");
			await visit.expect(subscribeFrame("chat"));
			const [ms] = await stage.away(() => visit.cut());
			expectWait(ms);
			if (ms > longest / 2)
				throw new ConformanceFailure(`after a profile it waited ${Math.round(ms)} ms still`);
		},
	),
	clientCase(
		"subscribes-again",
		"On a new connection a client subscribes again to all that it wants, each once, once it has its profile",
		async (stage) => {
			const client = stage.start();
			client.subscribe("chat");
			client.subscribe("poll", "p");
			let visit = await stage.arrival();
			for (const _ of [1, 2, 3]) {
				visit.welcome("id");
				await visit.expect(subscribeFrame("chat"), subscribeFrame("poll:p"));
				await visit.quiet(1000);
				visit.cut();
				visit = await stage.arrival();
				await visit.quiet(500);
			}
		},
	),
	clientCase(
		"keeps-its-session",
		"A client comes back to the session that its profile named",
		async (stage) => {
			const id = "5b1c2a34-0000-4000-8000-00000000000a b&c";
			const [, visit] = await stage.enter(id);
			visit.cut();
			const second = await stage.comesBack(id);
			expectSession(second, id);
			second.close(1001);
			expectSession(await stage.arrival(), id);
		},
	),
	clientCase(
		"takes-a-new-session",
		"A client that is given another session than it asked for keeps the new one",
		async (stage) => {
			const [, visit] = await stage.enter("first");
			visit.cut();
			const second = await stage.comesBack("second");
			expectSession(second, "first");
			second.cut();
			expectSession(await stage.arrival(), "second");
		},
	),
	clientCase(
		"keeps-its-session-through-failures",
		"A connection that ends before its profile does not make a client forget its session",
		async (stage) => {
			const [, visit] = await stage.enter("id");
			visit.cut();
			for (const _ of [1, 2]) {
				const failed = await stage.arrival();
				expectSession(failed, "id");
				failed.say("config", "");
				failed.close(1012);
			}
			const last = await stage.arrival();
			expectSession(last, "id");
			if (last.query.getAll("room").length !== 1)
				throw new ConformanceFailure("the client named its room more than once");
		},
	),
];
