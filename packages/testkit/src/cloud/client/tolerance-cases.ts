import type { Frame } from "@gw-sim/core";
import type { ConformanceCase } from "../../conformance.js";
import { check } from "../check.js";
import { clientCase } from "./client-case.js";
import type { CloudClientTarget } from "./target.js";

/** None of these may end the connection, make a lamp say anything, or keep it from pinging. */
function tolerates(
	id: string,
	rule: string,
	frames: readonly Frame[],
): ConformanceCase<CloudClientTarget> {
	return clientCase(
		id,
		rule,
		async (stage) => {
			const visit = await stage.enter();
			visit.send(...frames);
			const pings = await visit.keep(4800);
			check(pings === 1, `sent ${pings} pings in 4.8 s`);
			await stage.target.gateway.quiet(0);
		},
		{ takesMs: 4800 },
	);
}

/** What may come, and means nothing. */
export const toleranceCases: readonly ConformanceCase<CloudClientTarget>[] = [
	tolerates("tolerates-other-text", "Text without a packet does not disturb a lamp", [
		"hello",
		"",
		'{"type":"state","data":{}}',
		"ping",
		"PONG",
		"d:log",
		"__proto__",
	]),
	tolerates(
		"tolerates-later-packets",
		"Modes and commands of later servers do not disturb a lamp",
		["[cc:3:1:2]", "[cc:z:1:?]", "[cc:d:2:?]", "[cc:2:1,2,3:4:5]", "[cc:10:?:?]", "[cloud:1:2:3]"],
	),
	tolerates("tolerates-broken-packets", "Broken packets do not disturb a lamp", [
		"[",
		"]",
		"[[[[",
		"[cc:1:2",
		"cc:1:2:3]",
		"[cc:1:2:3[cc:1:2:3",
		"[cc::::]",
		"[cc:2:,,,:]",
		"\u0000[\u0000cc:\u0000]",
		"[cc:1:\u{1f600}:\u202e]",
		"[cc:__proto__:constructor:toString]",
	]),
	tolerates("tolerates-long-frames", "Frames of some 10,000 characters do not disturb a lamp", [
		"[".repeat(10_000),
		"[cc:1:3:4]".repeat(1000),
		`[cc:1:3:${"9".repeat(10_000)}]`,
		`[cc:2:${"1,".repeat(5000)}1:0]`,
		`[${":".repeat(10_000)}]`,
		`[cc:1:${" ".repeat(10_000)}3:4]`,
	]),
	tolerates("tolerates-bytes", "Binary frames do not disturb a lamp", [
		new Uint8Array(),
		Uint8Array.of(0xff, 0xfe, 0x00),
		new Uint8Array(10_000),
	]),
	tolerates(
		"tolerates-a-flood",
		"A thousand packets at once do not disturb a lamp",
		Array.from({ length: 1000 }, (_, i) => `[cc:2:${i % 256},0,0:${i % 10}]`),
	),
];
