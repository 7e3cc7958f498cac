import type { ConformanceCase } from "../conformance.js";
import { anyText } from "../pattern.js";
import { clientCase, type Visit } from "./client-stage.js";
import type { ChatClientTarget } from "./client-target.js";
import { check, heartbeat } from "./shapes.js";

const hbInt = 1000;
const slackMs = 250;

/** Reads up to a heartbeat, and answers it. */
async function beat(visit: Visit): Promise<void> {
	await visit.peer.skipTo(heartbeat);
	visit.send({ f: 120 });
}

/** 100, 110, 140, and heartbeats. */
export const clientOpeningCases: readonly ConformanceCase<ChatClientTarget>[] = [
	clientCase("waits-for-greeting", "A client says nothing before 100", async (stage) => {
		const visit = await stage.visit();
		await visit.peer.quiet();
		visit.greet();
		await visit.presented();
	}),
	clientCase(
		"presents-a-token",
		"A client's first words are 110 with a token that is text, and no session that it never had",
		async (stage) => {
			const visit = await stage.visit();
			visit.greet();
			await visit.peer.expect({ f: 110, cnf: { token: anyText } });
		},
	),
	clientCase(
		"waits-for-ready",
		"Before 140 a client sends nothing but 110 and heartbeats",
		async (stage) => {
			const visit = await stage.visit();
			visit.greet(hbInt);
			await visit.presented();
			stage.say("too early");
			for (let i = 0; i < 3; i++) {
				await visit.peer.expect(heartbeat);
				visit.send({ f: 120 });
			}
		},
	),
	clientCase("first-beat", "The first heartbeat comes within hb_int of 100", async (stage) => {
		const visit = await stage.visit();
		const since = stage.now();
		visit.greet(hbInt);
		await visit.peer.skipTo(heartbeat);
		const ms = Math.round(stage.now() - since);
		check(ms <= hbInt + slackMs, `the first heartbeat came after ${ms} ms`);
	}),
	clientCase("beat-is-bare", 'A heartbeat is {"f":120} and nothing else', async (stage) => {
		const visit = await stage.visit();
		visit.greet(hbInt);
		await visit.peer.expect({ f: 110, cnf: { token: anyText } });
		visit.welcome(1001);
		await visit.peer.expect(heartbeat);
	}),
	clientCase("beats-every-interval", "Heartbeats come every hb_int", async (stage) => {
		const visit = await stage.visit();
		visit.greet(hbInt);
		await visit.presented();
		visit.welcome(1001);
		await beat(visit);
		let since = stage.now();
		for (let i = 0; i < 3; i++) {
			await beat(visit);
			const ms = Math.round(stage.now() - since);
			check(Math.abs(ms - hbInt) <= slackMs, `${ms} ms between two heartbeats`);
			since = stage.now();
		}
	}),
	clientCase(
		"beats-while-others-talk",
		"Traffic from the gateway does not put off a client's heartbeats",
		async (stage) => {
			const visit = await stage.visit();
			visit.greet(hbInt);
			await visit.presented();
			visit.welcome(1001);
			await beat(visit);
			const since = stage.now();
			for (let s = 1; s <= 4; s++) {
				await stage.pause(0.2 * hbInt);
				visit.message(s);
			}
			await beat(visit);
			const ms = Math.round(stage.now() - since);
			check(ms <= hbInt + slackMs, `${ms} ms between two heartbeats`);
		},
	),
	clientCase(
		"notices-silence",
		"Without an answer by the next heartbeat a client closes, not with 1000 or 1001, and resumes",
		async (stage) => {
			const visit = await stage.visit();
			visit.greet(hbInt);
			await visit.presented();
			visit.welcome(1001);
			visit.message(1);
			await visit.peer.skipTo(heartbeat);
			const since = stage.now();
			// Traffic is no answer.
			visit.message(2);
			const { code } = await visit.peer.ended();
			check(code !== 1000 && code !== 1001, `closed ${code}, which would end the session`);
			const ms = Math.round(stage.now() - since);
			check(ms <= hbInt + slackMs, `closed ${ms} ms after a heartbeat without an answer`);
			const next = await stage.visit();
			next.greet();
			await next.askedFor(1001, 2);
		},
	),
	clientCase(
		"stop-closes-1000",
		"A client that is stopped closes 1000 and stays away",
		async (stage) => {
			const visit = await (await stage.visit()).begin();
			visit.message(1);
			await visit.peer.quiet();
			await stage.client.stop();
			const { code } = await visit.peer.ended();
			check(code === 1000, `closed ${code}`);
			await stage.staysAway(35_000);
		},
	),
];
