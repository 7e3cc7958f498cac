import { expect, test } from "vitest";
import { widthOf } from "../draw/width.js";
import { type Model, viewNames } from "../model.js";
import { emptyModel, sampleModel, sampleOverlays, sampleSizes } from "../testing/sample.js";
import { sampleDevices } from "../testing/sample-devices.js";
import { screenOf, screenRows } from "../testing/screen-text.js";

const names = sampleDevices.map(({ name }) => name);

/** Nothing is wider, and every row of the panes ends in a border. */
function fillsTheScreen(lines: readonly string[], columns: number, rows: number): void {
	expect(lines).toHaveLength(rows);
	for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
	for (const line of lines.slice(1, -2)) expect(widthOf(line)).toBe(columns);
}

/** The same picture at each of the sizes, to be read in one file. */
async function looksAsBefore(name: string, modelAt: (columns: number, rows: number) => Model) {
	const screens = sampleSizes.map(([columns, rows]) => {
		const lines = screenRows(modelAt(columns, rows));
		fillsTheScreen(lines, columns, rows);
		return `${columns}x${rows}\n${lines.join("\n")}\n`;
	});
	await expect(screens.join("\n")).toMatchFileSnapshot(`./snapshots/${name}.txt`);
}

test.each(["lock-1", "lock-2", "cloud-1", "puff-1", "chat-1", "room-1"])(
	"the device %s on screens of every size",
	async (name) => {
		await looksAsBefore(name, (columns, rows) => sampleModel(columns, rows, "device", name));
	},
);

test.each(["frames", "server", "processes", "log"] as const)(
	"the view %s on screens of every size",
	async (view) => {
		await looksAsBefore(view, (columns, rows) => sampleModel(columns, rows, view, "lock-2"));
	},
);

test.each(Object.entries(sampleOverlays))(
	"%s over screens of every size",
	async (name, overlay) => {
		await looksAsBefore(`over-${name}`, (columns, rows) => ({
			...sampleModel(columns, rows, "device", "cloud-1"),
			overlay,
		}));
	},
);

test("a scene that has not begun, on screens of every size", async () => {
	await looksAsBefore("empty", emptyModel);
});

test.each([
	[60, 16],
	[99, 33],
])("at %ix%i every view fills the screen", (columns, rows) => {
	for (const view of viewNames)
		fillsTheScreen(screenRows(sampleModel(columns, rows, view, "lock-2")), columns, rows);
	for (const name of names)
		fillsTheScreen(screenRows(sampleModel(columns, rows, "device", name)), columns, rows);
});

test.each([
	[59, 40],
	[120, 15],
	[10, 3],
])("at %ix%i one line says that this is too small", (columns, rows) => {
	const lines = screenRows(sampleModel(columns, rows, "list", "lock-1"));
	expect(lines[0]).toContain(`${columns}x${rows} is`.slice(0, columns - 1));
	expect(lines.slice(1).join("")).toBe("");
	expect(widthOf(lines[0] ?? "")).toBeLessThanOrEqual(columns);
});

test("without colours there is none, and with them the lamp has its own", () => {
	const model = sampleModel(80, 24, "device", "cloud-1");
	expect(screenOf(model, "none")).not.toMatch(/\[[\d;]*[34][0-8][;m]/);
	expect(screenOf(model, "256")).toMatch(/\[38;5;\d+m/);
	expect(screenOf(model, "256")).not.toMatch(/38;2;/);
	expect(screenOf(model, "all")).toMatch(/\[38;2;\d+;\d+;\d+m/);
});

test("the same model gives the same screen, and a pane keeps its place while the view changes", () => {
	const model = sampleModel(200, 60, "device", "puff-1");
	expect(screenOf(model, "all")).toBe(screenOf({ ...model }, "all"));
	const devices = screenRows(model).map((line) => line.slice(0, 40));
	expect(screenRows({ ...model, view: "log" }).map((line) => line.slice(0, 40))).toEqual(devices);
});

test("what is over the view takes the keys: no pane is marked but the one on top", () => {
	const model = {
		...sampleModel(80, 24, "device", "cloud-1"),
		overlay: sampleOverlays.tag ?? null,
	};
	const marked = screenOf(model, "all").match(/\[36m╭/g);
	expect(marked).toHaveLength(1);
});
