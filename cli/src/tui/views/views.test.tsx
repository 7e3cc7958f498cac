import { expect, test } from "vitest";
import type { Model } from "../model.js";
import { sampleModel, sampleOverlays } from "../testing/sample.js";
import { screenRows } from "../testing/screen-text.js";

const model = sampleModel(120, 40, "frames", "lock-1");

/** The screen's rows that have this in them. */
function rowsWith(words: string, changes: Partial<Model>): readonly string[] {
	return screenRows({ ...model, ...changes }).filter((line) => line.includes(words));
}

test.each<[string, Partial<Model>, string]>([
	["of one device", {}, "Frames of lock-1 ─"],
	["of all", { framesPane: { ...model.framesPane, scope: "all" } }, "Frames of all devices ─"],
	["without any device", { selected: null }, "Frames of all devices ─"],
	["raw", { framesPane: { ...model.framesPane, isRaw: true } }, " raw ─╮"],
	["paused", { framesPane: { ...model.framesPane, paused: model.frames } }, " paused ─╮"],
	["filtered", { filters: { ...model.filters, frames: "join !out" } }, "/join !out ─╮"],
	["scrolled", { framesPane: { ...model.framesPane, scroll: 3 } }, " 4–15 of 18 ─╯"],
])("frames %s say so in their border", (_, changes, words) => {
	expect(rowsWith(words, changes)).toHaveLength(1);
});

test("a filter of the list counts what it lets through, also while it is being written", () => {
	const words = "/puff 2 of 8";
	expect(rowsWith(words, { filters: { ...model.filters, list: "puff" } })).toHaveLength(1);
	const editing = { filter: "list", input: { text: "puff", cursor: 4 } } as const;
	expect(rowsWith(words, { editing })).toHaveLength(1);
	expect(rowsWith(" filter list / puff", { editing })).toHaveLength(1);
});

test("a long filter is cut", () => {
	const filters = { ...model.filters, log: "a".repeat(60) };
	expect(rowsWith(`/${"a".repeat(15)}… ─╮`, { view: "log", filters })).toHaveLength(1);
});

test("help that does not fit scrolls, and stops at its end", () => {
	const small = { columns: 80, rows: 16 };
	const help = { type: "help", scroll: 0 } as const;
	expect(rowsWith(" 1–11 of 12 ─╯", { ...small, overlay: help })).toHaveLength(1);
	expect(rowsWith(" 2–12 of 12 ─╯", { ...small, overlay: { ...help, scroll: 99 } })).toHaveLength(
		1,
	);
});

test("a form names its device once", () => {
	const { tag } = sampleOverlays;
	if (tag?.type !== "form") throw new Error("this is no form");
	expect(rowsWith("─ Present a tag lock-1 ─", { overlay: tag })).toHaveLength(1);
	const named = { ...tag, title: "Tag of lock-1" };
	expect(rowsWith("─ Tag of lock-1 ─", { overlay: named })).toHaveLength(1);
});
