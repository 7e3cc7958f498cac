import { expect, test } from "vitest";
import type { FrameLine } from "../../frame-line.js";
import { textOf } from "../span.js";
import { frameRows } from "./frames.js";

function frame(changes: Partial<FrameLine>): FrameLine {
	return {
		seq: 0,
		at: 61_007,
		name: "lock-1",
		dir: "in",
		text: "reply to 1: ok",
		raw: '["1","1"]',
		isBinary: false,
		isForeign: false,
		...changes,
	};
}

const listing = { isOfAll: false, isRaw: false, scroll: 0 };

test.each([
	["what came in", {}, "0:01:01.007 ← reply to 1: ok"],
	["what went out", { dir: "out", text: "ping" }, "0:01:01.007 → ping"],
	["what nobody understands", { isForeign: true, text: "<3 bytes>" }, "0:01:01.007 ← ? <3 bytes>"],
] as const)("%s", (_, changes, expected) => {
	const rows = frameRows({ ...listing, frames: [frame(changes)] }, 60, 5);
	expect(rows.map((row) => textOf(row).trimEnd())).toEqual([expected]);
});

test.each([
	["text as it stood on the wire", {}, '0:01:01.007 ← ["1","1"]'],
	["bytes", { isBinary: true, raw: "AAEC" }, "0:01:01.007 ← base64 AAEC"],
] as const)("raw: %s", (_, changes, expected) => {
	const rows = frameRows({ ...listing, isRaw: true, frames: [frame(changes)] }, 60, 5);
	expect(textOf(rows[0] ?? []).trimEnd()).toBe(expected);
});

test("of all devices each frame has its device's name, and in little room a short time", () => {
	const rows = frameRows({ ...listing, isOfAll: true, frames: [frame({})] }, 40, 5);
	expect(textOf(rows[0] ?? [])).toBe("0:01:01 lock-1    ← reply to 1: ok      ");
});

test("the newest is at the bottom, or what was scrolled to", () => {
	const frames = Array.from({ length: 9 }, (_, i) => frame({ text: `frame ${i}` }));
	const seen = (scroll: number): readonly string[] =>
		frameRows({ ...listing, frames, scroll }, 60, 3).map((row) => textOf(row).trimEnd().slice(-1));
	expect(seen(0)).toEqual(["6", "7", "8"]);
	expect(seen(4)).toEqual(["2", "3", "4"]);
	expect(seen(400)).toEqual(["0", "1", "2"]);
});

test("before any frame", () => {
	expect(frameRows({ ...listing, frames: [] }, 60, 3).map(textOf)).toEqual(["no frames"]);
});
