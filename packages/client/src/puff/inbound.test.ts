import { deflateSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { Inbound } from "./inbound.js";
import type { Inflate } from "./inflate.js";

/** Unpackings under way, to be finished by hand: each frame is its own text. */
const unpackings: {
	readonly done: (text: string) => void;
	readonly fail: (error: Error) => void;
}[] = [];
const byHand: Inflate = () =>
	new Promise((resolve, reject) => {
		unpackings.push({
			done: (text) => resolve(new TextEncoder().encode(text)),
			fail: reject,
		});
	});

const heard: string[] = [];
beforeEach(() => {
	unpackings.length = heard.length = 0;
});

const inboundBy = (inflate: Inflate, maxBytes = 10_000): Inbound =>
	new Inbound({
		inflate,
		maxBytes,
		listener: {
			text: (text) => heard.push(text),
			bad: ({ code }) => heard.push(`bad: ${code}`),
			closed: ({ code }) => heard.push(`closed: ${code}`),
		},
	});
const bytes = (length = 1): Uint8Array => new Uint8Array(length);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const info = { code: 1000, reason: "" };

test("what can be unpacked at once is told at once, in order", () => {
	const inbound = inboundBy(() => new TextEncoder().encode("packed"));
	inbound.frame("a");
	inbound.frame(bytes());
	inbound.frame("b");
	inbound.closed(info);
	expect(heard).toEqual(["a", "packed", "b", "closed: 1000"]);
});

test("whatever comes while a frame is unpacked waits for its turn, the end among it", async () => {
	const inbound = inboundBy(byHand);
	inbound.frame(bytes());
	inbound.frame("after the first");
	inbound.frame(bytes());
	inbound.frame("after the second");
	inbound.closed(info);
	expect([heard, unpackings.length]).toEqual([[], 1]);
	unpackings[0]?.done("first");
	await turn();
	expect([heard, unpackings.length]).toEqual([["first", "after the first"], 2]);
	unpackings[1]?.fail(new Error("damaged"));
	await turn();
	expect(heard.slice(2)).toEqual(["bad: bad-deflate", "after the second", "closed: 1000"]);
});

test("of a connection that is forgotten nothing comes any more", async () => {
	const inbound = inboundBy(byHand);
	inbound.frame(bytes());
	inbound.frame("old");
	inbound.clear();
	inbound.frame("new");
	unpackings[0]?.done("old");
	await turn();
	expect(heard).toEqual(["new"]);
});

describe("what waits", () => {
	test("is bounded in bytes, and then forgotten", async () => {
		const inbound = inboundBy(byHand, 1000);
		inbound.frame(bytes());
		for (let i = 0; i < 7; i++) inbound.frame("x".repeat(60));
		expect(heard).toEqual([]);
		inbound.frame("x".repeat(120));
		inbound.frame("new");
		unpackings[0]?.done("old");
		await turn();
		expect(heard).toEqual(["bad: too-big", "new"]);
	});

	test("counts although it is empty", () => {
		const inbound = inboundBy(byHand, 1000);
		inbound.frame(bytes());
		for (let i = 0; i < 16; i++) inbound.frame("");
		expect(heard).toEqual(["bad: too-big"]);
	});

	test("is told as it comes where nothing is under way, however much", () => {
		const inbound = inboundBy(byHand, 1000);
		for (let i = 0; i < 50; i++) inbound.frame("x".repeat(100));
		expect(heard).toHaveLength(50);
	});
});

test("bytes that are no UTF-8 are bad", () => {
	const inbound = inboundBy(() => Uint8Array.of(0xff));
	inbound.frame(new Uint8Array(deflateSync("x")));
	expect(heard).toEqual(["bad: bad-deflate"]);
});
