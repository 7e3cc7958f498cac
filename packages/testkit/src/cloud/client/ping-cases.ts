import type { ConformanceCase } from "../../conformance.js";
import { check } from "../check.js";
import { type ClientStage, clientCase, slackMs } from "./client-case.js";
import type { CloudClientTarget } from "./target.js";
import type { Visit } from "./visit.js";

const pingMs = 4000;

/** The next ping, which has to come 4 s after `since`; when it came. */
async function pingOnTime(stage: ClientStage, visit: Visit, since: number): Promise<number> {
	await visit.peer.quiet(since + pingMs - slackMs - stage.now());
	await visit.ping();
	const ms = Math.round(stage.now() - since);
	check(ms <= pingMs + slackMs, `a ping came after ${ms} ms`);
	return stage.now();
}

/** Keepalive. */
export const pingCases: readonly ConformanceCase<CloudClientTarget>[] = [
	clientCase(
		"first-ping",
		"A lamp sends the text ping 4 s after ok",
		async (stage) => {
			const visit = await stage.enter();
			await pingOnTime(stage, visit, stage.now());
		},
		{ takesMs: pingMs },
	),
	clientCase(
		"pings-every-4-s",
		"A lamp whose pings are answered sends one every 4 s",
		async (stage) => {
			const visit = await stage.enter();
			let since = stage.now();
			for (let i = 0; i < 5; i++) {
				since = await pingOnTime(stage, visit, since);
				visit.send("pong");
			}
		},
		{ takesMs: 5 * pingMs },
	),
	clientCase(
		"pings-while-it-is-told",
		"Packets, however many, do not put off a lamp's pings",
		async (stage) => {
			const visit = await stage.enter();
			const since = stage.now();
			for (let i = 0; i < 7; i++) {
				await stage.pause(500);
				visit.send(`[cc:2:${i},0,0:0]`);
			}
			await pingOnTime(stage, visit, since);
		},
		{ takesMs: pingMs },
	),
	clientCase(
		"misses-two-pongs",
		"A lamp leaves when two pongs are missing, each of which had 5 s, and comes back",
		async (stage) => {
			const visit = await stage.enter();
			const since = stage.now();
			// Pinging every 4 s or only after an answer or its absence, the second is missed by then.
			await stage.pause(pingMs + 5000 - slackMs);
			check(visit.peer.end === null, "left before one pong could be missing");
			await stage.pause(9000 + 2 * slackMs);
			check(
				visit.peer.end !== null,
				`stayed for ${Math.round(stage.now() - since)} ms without a pong`,
			);
			await visit.ended();
			await stage.enter();
		},
		{ takesMs: 21_000 },
	),
	clientCase(
		"forgives-a-late-pong",
		"A lamp whose pong comes 6 s after its ping stays",
		async (stage) => {
			const visit = await stage.enter();
			await pingOnTime(stage, visit, stage.now());
			await stage.pause(6000);
			check(visit.peer.end === null, "left because one pong was late");
			visit.send("pong");
			await visit.keep(20_000);
		},
		{ takesMs: 30_000 },
	),
	clientCase(
		"ignores-pongs-that-it-did-not-ask-for",
		"A pong that no ping asked for changes nothing, and stands for no later one",
		async (stage) => {
			const visit = await stage.enter();
			const since = stage.now();
			for (let i = 0; i < 5; i++) visit.send("pong");
			await pingOnTime(stage, visit, since);
			visit.send("pong", "pong", "pong");
			await stage.pause(18_000 + 2 * slackMs);
			check(visit.peer.end !== null, "pongs were kept for later");
			await visit.ended();
		},
		{ takesMs: 24_000 },
	),
	clientCase(
		"keeps-pinging",
		"A lamp whose pings are answered stays, and keeps pinging",
		async (stage) => {
			const visit = await stage.enter();
			const minutes = 20;
			const pings = await visit.keep(minutes * 60_000);
			check(
				Math.abs(pings - 15 * minutes) <= 0.1 * 15 * minutes,
				`${pings} pings in ${minutes} min`,
			);
		},
		{ takesMs: 20 * 60_000 },
	),
];
