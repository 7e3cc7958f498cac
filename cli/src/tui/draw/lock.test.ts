import { expect, test } from "vitest";
import type { LockModel } from "../device-model.js";
import { sampleLock } from "../testing/sample-devices.js";
import { lockDrawing } from "./lock.js";
import { widthOfRow } from "./row.js";
import { textOf } from "./span.js";

function drawn(lock: Partial<LockModel>): readonly string[] {
	return lockDrawing({ ...sampleLock, ...lock }).map((row) => textOf(row).trimEnd());
}

test("a locked door, with its reader's light on", () => {
	expect(drawn({})).toEqual([
		"           ╭─────────────────────╮  ╭────────╮",
		"           │                     │  │        │",
		"           │ ╭─────╮  ╭──────────┤  ├──────╮ │",
		"           │ │  ●  │  │          ▄▄▄▄▄▄▄▄▄ │ │",
		"           │ │     │  │━━━━━━━━━━█████████ │ │",
		"           │ │ ≡≡≡ │  │          ▀▀▀▀▀▀▀▀▀ │ │",
		"           │ ╰─────╯  ╰──────────┤  ├──────╯ │",
		"           │                     │  │        │",
		"           ╰─────────────────────╯  ╰────────╯",
	]);
});

test.each([
	["locked", "│ │     │  │━━━━━━━━━━█████████ │ │"],
	["unlocking", "│ │     │  │━━━━━█████████ ◂    │ │"],
	["unlocked", "│ │     │  │━━█████████         │ │"],
	["locking", "│ │     │  │━━━━━█████████ ▸    │ │"],
	["jammed", "│ │     │  │━━━━━█████████ ✗    │ │"],
] as const)("a bolt that is %s", (bolt, expected) => {
	expect(drawn({ bolt })[4]?.trim()).toBe(expected);
});

test.each<[string, Partial<LockModel>, string, string]>([
	["on line", {}, "│ │  ●  │", "│ │     │"],
	["without a mode", { mode: "unconfigured" }, "│ │  ○  │", "│ │     │"],
	["off line", { link: "backoff" }, "│ │  ○  │", "│ │     │"],
	["pairing", { mode: "pairing" }, "│ │  ◉  │", "((( │ │     │"],
	["with a tag", { isTagPresent: true }, "│      │   │ │  ●  │", "│▪ tag │)) │ │     │"],
])("a reader %s", (_, lock, light, below) => {
	const lines = drawn(lock).map((line) => line.slice(0, 20).trim());
	expect([lines[3], lines[4]]).toEqual([light, below]);
});

test("every picture is equally large", () => {
	const pictures = [sampleLock, { ...sampleLock, mode: "pairing", isTagPresent: true } as const];
	for (const lock of pictures)
		expect(lockDrawing(lock).map(widthOfRow)).toEqual(Array.from({ length: 9 }, () => 46));
});
