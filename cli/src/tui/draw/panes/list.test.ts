import { expect, test } from "vitest";
import { sampleModel } from "../../testing/sample.js";
import { sampleLock } from "../../testing/sample-devices.js";
import { widthOfRow } from "../row.js";
import { textOf } from "../span.js";
import { listRows } from "./list.js";

const { devices, processes } = sampleModel(80, 24, "list", "lock-1");
const sample = { devices: [...devices.values()], processes, selected: "lock-2" };

test.each([
	[24, ["   device      state    !", " ▸ ○ lock-2    backoff  !"]],
	[34, ["   device      kind  state        !", " ▸ ○ lock-2    lock  backoff      !"]],
	[
		53,
		[
			"   device      kind  state               !   cpu   mem",
			" ▸ ○ lock-2    lock  backoff             !     –     –",
		],
	],
])("in %i columns there are as many as fit", (columns, expected) => {
	const rows = listRows(sample, columns, 20);
	expect([rows[0], rows[2]].map((row) => ` ${textOf(row ?? [])}`)).toEqual(expected);
	expect(new Set(rows.map(widthOfRow))).toEqual(new Set([columns]));
});

test("of many the chosen one is seen", () => {
	const many = Array.from({ length: 500 }, (_, i) => ({ ...sampleLock, name: `lock-${i}` }));
	const rows = listRows({ devices: many, processes, selected: "lock-321" }, 40, 10);
	expect(rows).toHaveLength(10);
	expect(rows.map(textOf).filter((line) => line.includes("▸"))).toEqual([
		expect.stringContaining("lock-321"),
	]);
});

test("names of any width stay in their column", () => {
	const wide = [{ ...sampleLock, name: "玄関のドアの鍵その一" }, sampleLock];
	const rows = listRows({ devices: wide, processes, selected: null }, 40, 10);
	expect(new Set(rows.map(widthOfRow))).toEqual(new Set([40]));
	expect(textOf(rows[1] ?? [])).toContain("玄関のドアの…");
});

test("where no device is left the list says so", () => {
	expect(listRows({ ...sample, devices: [] }, 40, 10).map(textOf)).toEqual(["no devices"]);
});
