import { expect, onTestFinished, test } from "vitest";
import type { Key } from "../key.js";
import type { Model } from "../model.js";
import { FakeStdin, FakeStdout } from "../testing/fake-terminal.js";
import { emptyModel, sampleModel, sampleSizes } from "../testing/sample.js";
import { screenRows } from "../testing/screen-text.js";
import { screenFace } from "./screen-face.js";

function setUp(columns = 80, rows = 24) {
	const stdin = new FakeStdin();
	const stdout = new FakeStdout();
	stdout.columns = columns;
	stdout.rows = rows;
	const keys: Key[] = [];
	const failures: unknown[] = [];
	const face = screenFace({
		stdin: stdin.asStream(),
		stdout: stdout.asStream(),
		pressed: (pressed) => keys.push(...pressed),
		failed: (error) => failures.push(error),
	});
	onTestFinished(() => face.stop());
	return { stdin, stdout, keys, face, failures };
}

/** Ink takes the keys once a first frame is drawn. */
async function listening(stdin: FakeStdin): Promise<void> {
	while (stdin.listenerCount("readable") === 0)
		await new Promise((resolve) => setImmediate(resolve));
}

test.each(sampleSizes)("at %dx%d the terminal shows what Ink would", (columns, rows) => {
	const { stdout, face } = setUp(columns, rows);
	const model = sampleModel(columns, rows, "list", "puff-1");
	face.open();
	face.draw(model);
	const shown = stdout.text().split("\n");
	// The footer is the table's here, and the sample's there.
	const wanted = screenRows(model).map((row) => row.trimEnd());
	expect(shown.slice(0, -1)).toEqual(wanted.slice(0, -1));
});

test("what was over the screen and is gone leaves nothing behind", () => {
	const { stdout, face } = setUp();
	const model = sampleModel(80, 24, "list", "puff-1");
	face.open();
	face.draw(model);
	const before = stdout.text();
	face.draw({ ...model, overlay: { type: "help", scroll: 0 } });
	expect(stdout.text()).not.toBe(before);
	expect(stdout.text()).toContain("─ Keys ─");
	face.draw(model);
	expect(stdout.text()).toBe(before);
});

test("another size is drawn in full", () => {
	const { stdout, face } = setUp(120, 40);
	face.open();
	face.draw(sampleModel(120, 40, "list", "puff-1"));
	stdout.columns = 80;
	stdout.rows = 24;
	face.invalidate();
	face.draw(sampleModel(80, 24, "list", "puff-1"));
	const small = setUp();
	small.face.open();
	small.face.draw(sampleModel(80, 24, "list", "puff-1"));
	expect(stdout.text()).toBe(small.stdout.text());
});

test("a terminal that is too small says so", () => {
	const { stdout, face } = setUp(50, 10);
	face.open();
	face.draw({ ...sampleModel(80, 24, "list", "puff-1"), columns: 50, rows: 10 });
	expect(stdout.text()).toMatch(/too small/);
});

test("the terminal is given back as it was", () => {
	const { stdin, stdout, face } = setUp();
	face.open();
	expect([stdin.isRaw, stdout.isAlternate, stdout.isCursorShown]).toEqual([true, true, false]);
	face.draw(sampleModel(80, 24, "list", "puff-1"));
	face.close();
	face.stop();
	expect([stdin.isRaw, stdout.isAlternate, stdout.isCursorShown]).toEqual([false, false, true]);
});

test.each([
	["a", ["a"]],
	["\u001b[A", ["up"]],
	["\u001b[B", ["down"]],
	["\u001b[C", ["right"]],
	["\u001b[D", ["left"]],
	["\u001b[5~", ["pageup"]],
	["\u001b[6~", ["pagedown"]],
	["\u001b[H", ["home"]],
	["\u001b[F", ["end"]],
	["\r", ["enter"]],
	["\t", ["tab"]],
	["\u001b[Z", ["shift+tab"]],
	["\u007f", ["backspace"]],
	["\u0003", ["ctrl+c"]],
	["\u0015", ["ctrl+u"]],
	[" ", ["space"]],
	["hi there\r", ["h", "i", "space", "t", "h", "e", "r", "e", "enter"]],
	["é🎉", ["é", "🎉"]],
	["a\u0000\u202eb", ["a", "b"]],
	["\u001bx", []],
])("%j typed is %j", async (text, names) => {
	const { stdin, keys, face } = setUp();
	face.open();
	face.draw(sampleModel(80, 24, "list", "puff-1"));
	await listening(stdin);
	stdin.type(text);
	expect(keys.map(({ name }) => name)).toEqual(names);
});

test("an error in a component is told once, and ends in nothing drawn", async () => {
	const { face, failures } = setUp();
	const broken = new Proxy(emptyModel(80, 24), {
		get(model: Model, key: keyof Model) {
			if (key === "devices") throw new Error("broken");
			return model[key];
		},
	});
	face.open();
	face.draw(broken);
	await new Promise((resolve) => setImmediate(resolve));
	expect(failures).toEqual([new Error("broken")]);
});
