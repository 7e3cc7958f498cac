import type { ConformanceCase } from "../../conformance.js";
import { check } from "../check.js";
import { color, off } from "../shown.js";
import { clientCase } from "./client-case.js";
import type { CloudClientTarget } from "./target.js";

/** Reset, firmware update and debug, and what later servers may say. */
export const commandCases: readonly ConformanceCase<CloudClientTarget>[] = [
	clientCase(
		"reset-reconnects",
		"Told to reset, a lamp leaves and comes back after 1 s as if it had been switched on",
		async (stage) => {
			const visit = await stage.enter();
			visit.send("[cc:r:?:?]");
			await visit.ended();
			const [ms, next] = await stage.away(() => {});
			check(ms >= 900 && ms <= 1900, `came back ${Math.round(ms)} ms after a reset`);
			await next.admit();
			await next.keep(1000);
		},
	),
	clientCase(
		"reset-turns-off",
		"Told to reset, a lamp goes dark and forgets its weather and its colour",
		async (stage) => {
			const visit = await stage.enter();
			visit.send("[cc:1:7:2]", "[cc:2:1,2,3:4]", "[cc:r:?:?]");
			await visit.ended();
			await stage.shows(off, "after a reset");
			const next = await stage.enter();
			await stage.shows(off, "back again");
			next.send("[cc:2:?:?]");
			await stage.shows(color(255, 255, 255), "a colour that was left out");
		},
		{ tells: true },
	),
	clientCase(
		"update-is-refused",
		"Told to update its firmware, a lamp stays as it is",
		async (stage) => {
			const visit = await stage.enter();
			visit.send("[cc:2:1,2,3:4]", "[cc:u:?:?]");
			await visit.keep(5000);
			await stage.shows(color(1, 2, 3, 4), "after an update");
			await stage.target.gateway.quiet(0);
		},
		{ tells: true, takesMs: 5000 },
	),
	clientCase(
		"debug-is-off",
		"A lamp sends no log line before it is told to, nor after it is told to stop",
		async (stage) => {
			const visit = await stage.enter();
			stage.client.log("early");
			await visit.keep(500);
			visit.send("[cc:d:1:?]");
			await stage.pause(100);
			visit.send("[cc:d:0:?]");
			await stage.pause(100);
			visit.takeLogs();
			await visit.keep(0);
			stage.client.log("late");
			await visit.peer.quiet(500);
		},
		{ logs: true },
	),
	clientCase(
		"debug-lines",
		"Told to, a lamp sends its log lines as text that begins with d:",
		async (stage) => {
			const visit = await stage.enter();
			visit.send("[cc:d:1:?]");
			await stage.pause(100);
			visit.takeLogs();
			await visit.keep(0);
			stage.client.log("temperature 41");
			const frame = await visit.peer.next("a log line");
			check(frame === "d:temperature 41", `expected d:temperature 41, got ${String(frame)}`);
		},
		{ logs: true },
	),
	clientCase(
		"debug-keeps-the-secret",
		"The secret is in no log line that a lamp sends",
		async (stage) => {
			const { secret } = stage.target;
			const visit = await stage.enter();
			visit.send("[cc:d:1:?]");
			visit.takeLogs();
			await stage.pause(100);
			for (const line of [secret, `the secret is ${secret}!`, secret + secret])
				stage.client.log(line);
			await visit.keep(1000);
		},
		{ logs: true },
	),
];
