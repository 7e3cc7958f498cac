import { expect, test } from "vitest";
import type { Form } from "../../overlay.js";
import { sampleOverlays } from "../../testing/sample.js";
import { textOf } from "../span.js";
import { formRows } from "./form.js";

function form(name: string): Form {
	const overlay = sampleOverlays[name];
	if (overlay?.type !== "form") throw new Error(`${name} is no form`);
	return overlay;
}

function shown(one: Form, height = 30): readonly string[] {
	return formRows(one, 60, height, "none").map((row) => textOf(row).trimEnd());
}

test("text has its cursor, and what is wrong with it stands below", () => {
	expect(shown(form("tag"))).toEqual([
		"▸ uid         04A1Z",
		"              ✗ 4 to 10 bytes in hex, as in 04A1B2C3",
		"",
		"  note        none",
		"",
		"  type        ◉ tag",
	]);
});

test("of a choice all can be seen while it is made", () => {
	const lines = shown({ ...form("tag"), focus: 2 });
	expect(lines.slice(-2)).toEqual(["▸ type        ◉ tag", "              ○ mobile phone"]);
});

test("weathers have their signs, and a level its bounds", () => {
	const lines = shown(form("weather"));
	expect(lines[4]).toBe("              ◉ ╷ rain");
	expect(lines[5]).toBe("              ○ ↯ storm");
	expect(lines).toContain(`  intensity     ${"━".repeat(14)}${"─".repeat(6)}       7 of 10`);
	expect(shown({ ...form("weather"), focus: 1 })).toContain(
		`▸ intensity   ‹ ${"━".repeat(14)}${"─".repeat(6)} ›     7 of 10`,
	);
});

test("a colour is picked from a grid, and is a patch with its figures afterwards", () => {
	expect(shown(form("color"))).toHaveLength(11);
	expect(shown({ ...form("color"), focus: 1 }).slice(0, 2)).toEqual([
		"  colour      ████  #ffa3b3  rgb 255 163 179",
		"              hue 350°  saturation  36 %",
	]);
});

test.each([4, 8, 10])("in %i rows the field that takes the keys is seen", (height) => {
	for (const focus of [0, 1]) {
		const lines = shown({ ...form("weather"), focus }, height);
		expect(lines.length).toBeLessThanOrEqual(height);
		expect(lines.filter((line) => line.startsWith("▸"))).toHaveLength(1);
	}
});
