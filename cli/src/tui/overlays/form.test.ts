import { expect, test } from "vitest";
import { rgbOfHue } from "../draw/hue.js";
import { keysOf } from "../key.js";
import type { Field, Form } from "../overlay.js";
import { nearestColor } from "./color.js";
import { choiceField, colorField, levelField, textField } from "./fields.js";
import { colorIn, emptied, formTyped, levelIn, refused, textIn } from "./form.js";

function form(...fields: readonly Field[]): Form {
	return { type: "form", title: "", device: null, command: "", fields, focus: 0 };
}

function press(to: Form, ...names: readonly string[]): Form {
	return names.reduce(
		(now, name) =>
			formTyped(
				now,
				[...name].length === 1 ? (keysOf(name)[0] ?? { name, text: "" }) : { name, text: "" },
			),
		to,
	);
}

const letters = [
	{ value: "a", label: "A" },
	{ value: "b", label: "B" },
	{ value: "c", label: "C" },
];

test("tab and the arrows go from field to field, round and round", () => {
	const two = form(textField("one", "one"), textField("two", "two"));
	expect(press(two, "tab").focus).toBe(1);
	expect(press(two, "tab", "tab").focus).toBe(0);
	expect(press(two, "shift+tab").focus).toBe(1);
	expect(press(two, "down").focus).toBe(1);
	expect(press(two, "down", "up").focus).toBe(0);
});

test("what is typed goes to the field in focus", () => {
	const two = press(form(textField("one", "one"), textField("two", "two")), "a", "tab", "b", " ");
	expect([textIn(two, "one"), textIn(two, "two"), textIn(two, "three")]).toEqual(["a", "b", ""]);
});

test.each([
	["right", "b"],
	["left", "c"],
	[" ", "b"],
	["c", "c"],
	["x", "a"],
])("%j in a choice of a, b, c chooses %s", (name, chosen) => {
	expect(textIn(press(form(choiceField("of", "of", letters)), name), "of")).toBe(chosen);
});

test("a choice begins with what is so, and a list of weathers moves up and down", () => {
	const choice = choiceField("of", "of", letters, "b", "weather");
	expect(textIn(form(choice), "of")).toBe("b");
	expect(textIn(press(form(choice), "down"), "of")).toBe("c");
	expect(textIn(press(form(choice), "up", "up"), "of")).toBe("c");
});

test("a level stays within its bounds", () => {
	const level = form(
		levelField("ms", "ms", { value: 100, min: 0, max: 150, step: 100, unit: "ms" }),
	);
	expect(levelIn(press(level, "right"), "ms")).toBe(150);
	expect(levelIn(press(level, "left", "left", "-"), "ms")).toBe(0);
	expect(levelIn(level, "other")).toBe(0);
});

test("arrows move through hues and saturations", () => {
	const picker = form(colorField("color", "color", { hue: 0, saturation: 100 }));
	expect(colorIn(picker, "color")).toEqual([255, 0, 0]);
	expect(colorIn(press(picker, "left"), "color")).toEqual(rgbOfHue(345, 100));
	expect(colorIn(press(picker, "up"), "color")).toEqual([255, 0, 0]);
	expect(colorIn(press(picker, ...Array.from({ length: 20 }, () => "down")), "color")).toEqual([
		255, 255, 255,
	]);
});

test("the picker begins where the colour is", () => {
	for (const hue of [0, 90, 225, 345])
		expect(nearestColor(rgbOfHue(hue, 70))).toEqual({ hue, saturation: 70 });
	expect(nearestColor([255, 0, 4])).toEqual({ hue: 0, saturation: 100 });
});

test("what is wrong stands at its field until something is changed there", () => {
	const two = form(textField("one", "one"), textField("two", "two"));
	const told = refused(two, "two", "too short");
	expect(told.focus).toBe(1);
	expect(told.fields.map(({ problem }) => problem)).toEqual([null, "too short"]);
	expect(press(told, "a").fields[1]?.problem).toBeNull();
	expect(refused(two, "elsewhere", "no").fields[0]?.problem).toBe("no");
	expect(refused(form(), "one", "no").fields).toEqual([]);
});

test("an emptied form asks for texts again", () => {
	const filled = press(form(textField("one", "one"), choiceField("of", "of", letters, "c")), "a");
	expect(textIn(emptied(filled), "one")).toBe("");
	expect(textIn(emptied(filled), "of")).toBe("c");
});
