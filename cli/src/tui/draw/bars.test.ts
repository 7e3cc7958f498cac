import { expect, test } from "vitest";
import { emptyModel, sampleHints, sampleModel } from "../testing/sample.js";
import { headerRow, hintRow, noticeRow } from "./bars.js";
import { widthOfRow } from "./row.js";
import { textOf } from "./span.js";

const model = sampleModel(80, 24, "list", "lock-1");

test.each([
	[
		110,
		/^ gw-sim {3}default scene +127\.0\.0\.1:41234 {3}in {2}23\/s {3}out 4\.0\/s {3}6\/8 online {3}7\/9 running $/,
	],
	[80, /^ gw-sim {3}default scene +in {2}23\/s {3}out 4\.0\/s {3}6\/8 online {3}7\/9 running $/],
	[60, /^ gw-sim {3}default scene +6\/8 online {3}7\/9 running $/],
])("the header in %i columns", (columns, pattern) => {
	const row = headerRow(model, columns);
	expect(textOf(row)).toMatch(pattern);
	expect(widthOfRow(row)).toBe(columns);
});

test("a long scene's name is cut", () => {
	const row = headerRow({ ...model, title: "玄".repeat(80) }, 60);
	expect(widthOfRow(row)).toBe(60);
});

test("of somebody else's gateway there are no rates", () => {
	const server = model.server === null ? null : { ...model.server, isOwn: false };
	expect(textOf(headerRow({ ...model, server }, 110))).not.toContain("/s");
});

test("the header says that all is ending, and what has not begun", () => {
	expect(textOf(headerRow({ ...model, isEnding: true }, 110))).toContain("stopping …");
	expect(textOf(headerRow(emptyModel(80, 24), 80))).toContain("0/0 online");
});

test.each([
	["good", " ✓ paired"],
	["bad", " ✗ paired"],
	["info", " · paired"],
] as const)("a notice that is %s", (tone, expected) => {
	const notices = [{ seq: 1, at: 0, tone, text: "paired" }];
	expect(textOf(noticeRow(null, notices, 20)).trimEnd()).toBe(expected);
});

test("a filter that is being written goes before notices", () => {
	const editing = { filter: "frames", input: { text: "join", cursor: 4 } };
	expect(textOf(noticeRow(editing, model.notices, 40)).trimEnd()).toBe(" filter frames / join");
});

test.each([
	[200, / q quit *$/],
	[35, /^ \? help {2}: commands {2}tab next view $/],
	[34, /^ \? help {2}: commands {2}tab next view$/],
	[33, /^ \? help {2}: commands +$/],
	[5, /^ {5}$/],
])("of the keys as many as fit %i columns, and no half ones", (columns, pattern) => {
	const row = hintRow(sampleHints, columns);
	expect(textOf(row)).toMatch(pattern);
	expect(widthOfRow(row)).toBe(columns);
});
