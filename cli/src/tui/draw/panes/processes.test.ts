import { expect, test } from "vitest";
import type { ProcessModel } from "../../model.js";
import { sampleModel } from "../../testing/sample.js";
import { sampleNow } from "../../testing/sample-devices.js";
import { textOf } from "../span.js";
import { processRows } from "./processes.js";

const sample = [...sampleModel(80, 24, "processes", "lock-1").processes.values()];
const crashed = sample.filter(({ name }) => name === "lock-2");

function shown(processes: readonly ProcessModel[], height = 20, columns = 48): readonly string[] {
	return processRows({ processes, selected: "lock-2", now: sampleNow }, columns, height).map(
		(row) => textOf(row).trimEnd(),
	);
}

test("a process that crashed tells how, when it is started again, and what it said last", () => {
	expect(shown(crashed)).toEqual([
		"  process    status       pid   ↻   cpu   mem",
		"▸ lock-2     backoff        –   3     –     –",
		"",
		"lock-2 ended with SIGKILL 0:12:30, again in 6 s",
		'│ {"event":"error","message":"the hub refused',
		'│ the join: unmatched topic","code":"refused"}',
		"│ gw-sim lock: the hub refused the join:",
		"│ unmatched topic",
	]);
});

test.each<[string, Partial<ProcessModel>, string]>([
	["failed for good", { status: "failed", nextStartAt: null }, "lock-2 ended with SIGKILL 0:12:30"],
	[
		"ended by a code",
		{ exit: { code: 2, signal: null, at: sampleNow }, nextStartAt: sampleNow - 1 },
		"lock-2 ended with code 2 0:12:34, again in 0 s",
	],
	[
		"waits",
		{ status: "waiting", waitsFor: ["lock-1", "puff-1"], exit: null },
		"lock-2 waits for lock-1, puff-1",
	],
])("one that %s", (_, changes, expected) => {
	const lines = shown(crashed.map((process) => ({ ...process, ...changes })));
	expect(lines[3]).toBe(expected);
});

test("one that runs again tells nothing of its end", () => {
	expect(
		shown(crashed.map((process) => ({ ...process, status: "running" as const }))),
	).toHaveLength(3);
});

test("of many the chosen one is seen, and ends take at most half of the room", () => {
	const many = Array.from({ length: 99 }, (_, i) =>
		crashed.map((process) => ({ ...process, name: i === 70 ? "lock-2" : `lock-x${i}` })),
	).flat();
	const lines = shown(many, 20);
	expect(lines.slice(0, 20).filter((line) => line.startsWith("▸"))).toHaveLength(1);
	expect(lines.slice(1, 11).every((line) => line.includes("backoff"))).toBe(true);
});

test("where there is room its cpu over time is drawn", () => {
	expect(shown(sample, 20, 80)[2]).toMatch(/^ {2}lock-1 .* 62M [▁-▇]{34}$/);
});
