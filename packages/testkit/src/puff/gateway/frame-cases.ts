import type { Frame } from "@gw-sim/core";
import type { ConformanceCase } from "../../conformance.js";
import { deflate } from "../zlib.js";
import { groupCreate } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import { needs, type PuffTarget } from "./target.js";

/** None of these may be answered, nor end the connection, nor reach anybody. */
function ignores(id: string, rule: string, frames: readonly Frame[]): ConformanceCase<PuffTarget> {
	return gatewayCase(id, rule, async (stage) => {
		const [party, a, b] = await stage.party(2);
		for (const frame of frames) {
			a.raw(frame);
			await a.settle();
		}
		await b.settle();
		await party.report(a, { battery: 80 });
	});
}

/** An op in JSON, as it is written, with data that would do for any. */
const withOp = (op: string): string => `{"op":${op},"d":{"name":"x","group_id":"x","state":6}}`;

/** A message that is ignored, of so many bytes. */
function fill(bytes: number): string {
	const frame = (d: string): string => JSON.stringify({ op: 999, d });
	return frame("x".repeat(bytes - frame("").length));
}

/** What a message is, and what is none. */
export const frameCases: readonly ConformanceCase<PuffTarget>[] = [
	ignores("bad-json-is-ignored", "Text that is not JSON is ignored", [
		"not json",
		"",
		" ",
		"{",
		'{"op":8',
		'{"op":8} more',
		"{'op':8}",
		'{"op":8,"d":NaN}',
	]),
	ignores("no-object-is-ignored", "JSON that is no object is ignored", [
		"null",
		"8",
		"true",
		'"8"',
		"[]",
		"[8]",
		'[{"op":8}]',
	]),
	ignores(
		"op-is-an-integer",
		"A message without an op, or with one that is not written as an integer, is ignored",
		[
			"{}",
			'{"d":{"name":"x"}}',
			...['"8"', "8.0", "8e0", "80e-1", "8.5", "null", "true", "[8]", '{"op":8}'].map(withOp),
		],
	),
	ignores(
		"unknown-op-is-ignored",
		"A message with an op that there is not, as those of later gateways, is ignored",
		[
			...Array.from({ length: 14 }, (_, i) => String(i + 9)),
			...["-1", "42", "419", "421", "999", "100000000000000000000"],
		].map(withOp),
	),
	ignores(
		"gateway-ops-are-ignored",
		"A client that sends what only a gateway sends, 0 or 3, is ignored",
		["0", "3"].map(withOp),
	),
	gatewayCase(
		"extra-keys-are-ignored",
		"Keys that nobody asked for, in any order, do not disturb a message",
		async (stage) => {
			const member = await stage.connect();
			member.raw('{ "s": 7, "d": {"id": 1, "name": "x"}, "__proto__": {"op": 7},\n\t"op": 2 }');
			await member.expect(groupCreate("x"));
		},
	),
	gatewayCase(
		"nested-too-deep-is-ignored",
		"A message that nests deeper than the limit is ignored",
		async (stage) => {
			const { maxDepth = 0 } = stage.terms;
			const [party, a] = await stage.party(2);
			const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
			for (const depth of [maxDepth + 1, 4 * maxDepth, 10_000]) {
				a.raw(`{"op":4,"d":${nested(depth)}}`);
				await a.settle();
			}
			await party.report(a, JSON.parse(nested(4)));
		},
		needs("maxDepth"),
	),
	gatewayCase(
		"payload-limit",
		"A message beyond the size limit closes its connection with 1009; one within it does not",
		async (stage) => {
			const { maxPayloadBytes = 0 } = stage.terms;
			const [a, b] = await stage.connectAll(2);
			a.raw(fill(maxPayloadBytes));
			await a.settle();
			b.raw(fill(maxPayloadBytes + 1));
			await b.closed(1009);
			await a.settle();
		},
		needs("maxPayloadBytes"),
	),
	gatewayCase(
		"payload-limit-counts-inflated",
		"The size limit holds for what bytes inflate to, however few they are",
		async (stage) => {
			const { maxPayloadBytes = 0 } = stage.terms;
			const [a, b, c] = await stage.connectAll(3);
			a.raw(deflate(fill(maxPayloadBytes)));
			await a.settle();
			b.raw(deflate(fill(maxPayloadBytes + 1)));
			await b.closed(1009);
			c.raw(deflate(fill(200 * maxPayloadBytes), 9));
			await c.closed(1009);
			await a.settle();
		},
		needs("maxPayloadBytes"),
	),
];
