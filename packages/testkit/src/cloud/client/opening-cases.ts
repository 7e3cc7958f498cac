import { utf8Encode } from "@gw-sim/core";
import type { ConformanceCase } from "../../conformance.js";
import { check } from "../check.js";
import { clientCase, slackMs } from "./client-case.js";
import type { CloudClientTarget } from "./target.js";
import type { Visit } from "./visit.js";

const okTimeoutMs = 8000;

/** The lamp has to leave 8 s after its secret, and may say nothing more before. */
async function leavesWithoutOk(visit: Visit, elapsed: () => number): Promise<void> {
	await visit.peer.quiet(okTimeoutMs - slackMs - elapsed());
	await visit.peer.closed();
	const ms = Math.round(elapsed());
	check(ms <= okTimeoutMs + slackMs, `left ${ms} ms after its secret`);
}

/** The secret, and what answers it. */
export const openingCases: readonly ConformanceCase<CloudClientTarget>[] = [
	clientCase(
		"sends-the-secret-first",
		"A lamp's first frame is the secret as text, byte by byte, without being asked",
		async (stage) => {
			await (await stage.visit()).secret();
		},
	),
	clientCase(
		"secret-is-not-in-the-url",
		"The secret is in no URL that a lamp dials",
		async (stage) => {
			const { secret } = stage.target;
			const { url } = await stage.visit();
			const spelt = [secret, encodeURIComponent(secret), encodeURI(secret)];
			check(!spelt.some((text) => url.includes(text)), "the secret is in the URL");
		},
	),
	clientCase(
		"waits-for-ok",
		"Before ok a lamp sends nothing but the secret, no ping either",
		async (stage) => {
			const visit = await stage.visit();
			await visit.secret();
			await visit.peer.quiet(okTimeoutMs - slackMs);
			visit.send("ok");
			await visit.keep(500);
		},
		{ takesMs: okTimeoutMs },
	),
	clientCase(
		"leaves-without-ok",
		"A lamp that gets no ok leaves 8 s after the secret, and comes back",
		async (stage) => {
			const visit = await stage.visit();
			await visit.secret();
			const since = stage.now();
			await leavesWithoutOk(visit, () => stage.now() - since);
			await (await stage.visit()).secret();
		},
		{ takesMs: 2 * okTimeoutMs },
	),
	clientCase(
		"ok-is-exact",
		"Only the text ok is ok: other letters, white space, more text and bytes are not",
		async (stage) => {
			const visit = await stage.visit();
			await visit.secret();
			const since = stage.now();
			visit.send("OK", "Ok", "ok\n", " ok", "okay", "[ok]", "pong", "", utf8Encode("ok"));
			await leavesWithoutOk(visit, () => stage.now() - since);
		},
		{ takesMs: okTimeoutMs + slackMs },
	),
	clientCase(
		"ok-counts-once",
		"A second ok does not start anything anew: nothing is sent for it",
		async (stage) => {
			const visit = await stage.enter();
			visit.send("ok", "ok");
			await visit.keep(500);
			visit.send("ok");
			const pings = await visit.keep(8000);
			check(pings === 2, `sent ${pings} pings in 8.5 s after ok`);
		},
		{ takesMs: 8500 },
	),
	clientCase(
		"sends-the-secret-on-every-connection",
		"On every new connection the secret is sent again, once",
		async (stage) => {
			let visit = await stage.enter();
			for (let i = 0; i < 3; i++) {
				await visit.keep(500);
				visit.peer.close(1012);
				visit = await stage.enter();
			}
			await visit.keep(500);
		},
		{ takesMs: 7000 },
	),
	clientCase(
		"stops-with-an-empty-close",
		"A lamp that is stopped sends a close frame without a code, as the first servers understand no other, and stays away",
		async (stage) => {
			const visit = await stage.enter();
			const stopped = stage.client.stop();
			const code = await visit.ended();
			await stopped;
			check(code === 1005, `closed with ${code}`);
			await stage.target.gateway.quiet(60_000);
		},
		{ takesMs: 60_000 },
	),
	clientCase(
		"stops-while-away",
		"A lamp that is stopped while it waits to come back does not come back",
		async (stage) => {
			const visit = await stage.enter();
			visit.peer.cut();
			await stage.pause(100);
			await stage.client.stop();
			await stage.target.gateway.quiet(60_000);
		},
		{ takesMs: 60_000 },
	),
];
