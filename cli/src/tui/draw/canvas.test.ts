import { expect, test } from "vitest";
import { Canvas } from "./canvas.js";
import { textOf } from "./span.js";

function drawn(draw: (canvas: Canvas) => void): readonly string[] {
	const canvas = new Canvas(6, 3);
	draw(canvas);
	return canvas.rows().map(textOf);
}

test("what is put later lies over what was there, with its own style", () => {
	const canvas = new Canvas(6, 1);
	canvas.put(0, 0, "abcdef", { dim: true });
	canvas.put(2, 0, "XY", { bold: true });
	const [row = []] = canvas.rows();
	expect(textOf(row)).toBe("abXYef");
	expect(row[1]).toEqual({ text: "b", dim: true });
	expect(row[2]).toEqual({ text: "X", bold: true });
});

test.each([
	["to the left", -2, 1, ["      ", "cd    ", "      "]],
	["to the right", 4, 0, ["    ab", "      ", "      "]],
	["above", 0, -1, ["      ", "      ", "      "]],
	["below", 0, 3, ["      ", "      ", "      "]],
])("what falls out %s is not drawn", (_, x, y, expected) => {
	expect(drawn((canvas) => canvas.put(x, y, "abcd"))).toEqual(expected);
});

test("a box is hollow", () => {
	const box = drawn((canvas) => {
		canvas.put(1, 1, "in");
		canvas.box(0, 0, 5, 3);
	});
	expect(box).toEqual(["╭───╮ ", "│in │ ", "╰───╯ "]);
});
