import { parseExactJson, safe, utf8Encode } from "@gw-sim/core";
import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { matches, type Pattern, showPattern } from "../../pattern.js";
import type { Peer } from "../../peer.js";
import { deflate, inflate } from "../zlib.js";
import { groupCreate, hello, listingName } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import type { Member } from "./member.js";
import type { PuffTarget } from "./target.js";

const zlib = { encoding: "json", compression: "zlib" };
const createNamed = (name: string): string => JSON.stringify({ op: 2, d: { name } });

/** The gateway has to understand each of these frames as the creation of a group of that name. */
async function understands(
	member: Member,
	frames: readonly (readonly [name: string, frame: string | Uint8Array])[],
): Promise<void> {
	for (const [name, frame] of frames) {
		member.raw(frame);
		await member.expect(groupCreate(name));
	}
}

/** A query that a connection with JSON text has to come of. */
function speaksText(
	id: string,
	rule: string,
	...queries: readonly Readonly<Record<string, string>>[]
): ConformanceCase<PuffTarget> {
	return gatewayCase(id, rule, async (stage) => {
		for (const query of queries) {
			const peer = await stage.open({ query });
			await peer.expect(hello);
			peer.send(createNamed("x"));
			await peer.expect(groupCreate("x"));
		}
	});
}

/** Each of these closes the connection that it comes on, and nobody else's. */
function costsTheSender(
	id: string,
	rule: string,
	frames: readonly Uint8Array[],
): ConformanceCase<PuffTarget> {
	return gatewayCase(id, rule, async (stage) => {
		const [party, a] = await stage.party(1);
		for (const [index, frame] of frames.entries()) {
			const b = await stage.connect({ query: index % 2 === 0 ? zlib : {} });
			await party.add(b);
			b.raw(frame);
			await b.closed(1011);
			await party.lose(b);
			await a.settle();
		}
	});
}

/** The next frame but lists of public groups has to be this, as one stream with the usual header. */
async function expectDeflated(peer: Peer, pattern: Pattern): Promise<void> {
	for (;;) {
		const frame = await peer.next("a deflated frame");
		const isUsual = typeof frame !== "string" && frame[0] === 0x78 && frame[1] === 0x9c;
		const text = isUsual ? (inflate(frame) ?? "") : "";
		if (text.includes(`"${listingName}"`)) continue;
		if (matches(pattern, parseExactJson(text, 20))) return;
		const got = typeof frame === "string" ? `text ${frame}` : `${frame.length} bytes ${text}`;
		throw new ConformanceFailure(
			`expected ${showPattern(pattern)} deflated, got ${safe(got, 400)}`,
		);
	}
}

/** What the query chooses, and what frames are. */
export const encodingCases: readonly ConformanceCase<PuffTarget>[] = [
	speaksText(
		"query-defaults",
		"Without a query, or with encoding=json or compression=none, frames are JSON text",
		{},
		{ encoding: "json" },
		{ compression: "none" },
		{ encoding: "json", compression: "none" },
	),
	speaksText(
		"query-unknown-values",
		"Values of the query that are unknown stand for json and none",
		{ encoding: "xml", compression: "gzip" },
		{ encoding: "", compression: "" },
		{ compression: "ZLIB" },
		{ v: "6", token: "x" },
	),
	speaksText(
		"query-etf-is-json",
		"encoding=etf is answered in JSON (the original drops the connection)",
		{ encoding: "etf" },
		{ encoding: "etf", compression: "none" },
	),
	gatewayCase(
		"zlib-frames-are-bytes",
		"With compression=zlib every frame, hello too, is binary: one complete zlib stream (78 9c) with the JSON in it",
		async (stage) => {
			for (const query of [
				zlib,
				{ compression: "zlib" },
				{ compression: "zlib", encoding: "etf" },
			]) {
				const peer = await stage.open({ query });
				await expectDeflated(peer, hello);
				for (const name of ["x", "y"]) {
					peer.send(createNamed(name));
					await expectDeflated(peer, groupCreate(name));
				}
			}
		},
	),
	gatewayCase(
		"zlib-and-text-are-alike",
		"Members of one group get the same events, each in the form that it asked for",
		async (stage) => {
			const [a, b] = [await stage.connect({ query: zlib }), await stage.connect()];
			const party = await stage.gather(a, b);
			const device = { temperature: 100, profileName: "\u{1f525} caf\u00e9", n: [null, 0.5] };
			await party.report(a, device);
			await party.report(b, device);
			await party.inquire(b);
		},
	),
	gatewayCase(
		"inbound-text-or-bytes",
		"Text is read as JSON and bytes as deflated JSON on any connection, whatever it asked for",
		async (stage) => {
			for (const query of [{}, zlib]) {
				const member = await stage.connect({ query });
				await understands(member, [
					["text", createNamed("text")],
					["bytes", deflate(createNamed("bytes"))],
					["text again", createNamed("text again")],
				]);
			}
		},
	),
	gatewayCase(
		"inbound-any-level",
		"A client may deflate as tightly or as loosely as it likes",
		async (stage) => {
			const member = await stage.connect({ query: zlib });
			const levels = [0, 1, 5, 6, 9];
			await understands(
				member,
				levels.map((level) => [`level ${level}`, deflate(createNamed(`level ${level}`), level)]),
			);
		},
	),
	costsTheSender("bad-bytes-are-1011", "Bytes that do not inflate close the connection with 1011", [
		utf8Encode(createNamed("x")),
		new Uint8Array(),
		Uint8Array.of(0x78, 0x9c),
		deflate(createNamed("x")).subarray(0, -5),
		deflate(createNamed("x")).subarray(2),
		deflate(createNamed("x")).map((byte, i, all) => (i === all.length - 1 ? byte ^ 1 : byte)),
	]),
	costsTheSender(
		"bad-deflated-json-is-1011",
		"Bytes that inflate to what is no JSON close the connection with 1011",
		["", "not json", '{"op":2', '{"op":2} more'].map((text) => deflate(text)),
	),
];
