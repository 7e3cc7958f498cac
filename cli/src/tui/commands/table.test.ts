import { expect, test } from "vitest";
import type { ProcessView } from "../../up/orchestra.js";
import { newDevice } from "../devices/new-device.js";
import { type Model, newModel, type ProcessModel, viewNames } from "../model.js";
import { emptyRing } from "../ring.js";
import { processView } from "../testing/fake-orchestra.js";
import { commands, help, hintsOf, possibleCommands, shownKey } from "./table.js";

const kinds = ["lock", "cloud", "puff", "chat", "room"] as const;

function model(kind: (typeof kinds)[number], view: Model["view"]): Model {
	const empty = newModel({ now: 0, columns: 80, rows: 24, title: "" });
	return { ...empty, view, selected: "it", devices: new Map([["it", newDevice("it", kind)]]) };
}

const situations = kinds.flatMap((kind) => viewNames.map((view) => [kind, view] as const));

test.each(situations)("with a %s in the view %s a key does one thing", (kind, view) => {
	const keys = possibleCommands(model(kind, view)).flatMap((command) => command.keys);
	expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

test.each(situations)("with a %s in the view %s the footer leads to help and out", (kind, view) => {
	const labels = hintsOf(model(kind, view)).map(({ label }) => label);
	expect(labels.slice(0, 10)).toEqual(expect.arrayContaining(["help", "commands", "quit"]));
	for (const label of labels) expect(label.length).toBeLessThanOrEqual(12);
});

test("every command has a name of its own", () => {
	const ids = commands.map(({ id }) => id);
	expect(new Set(ids).size).toBe(ids.length);
});

test("the help tells every key, once for each thing that it does", () => {
	const told = help.flatMap(({ hints }) => hints.map(({ keys, label }) => `${keys} ${label}`));
	const wanted = commands
		.filter(({ keys }) => keys.length > 0)
		.map(({ keys, label }) => `${keys.map(shownKey).join(" ")} ${label}`);
	expect(told.toSorted()).toEqual(wanted.toSorted());
});

test("without a device there is nothing to do to one", () => {
	const empty = newModel({ now: 0, columns: 80, rows: 24, title: "" });
	expect(possibleCommands(empty).filter(({ on }) => on !== "app")).toEqual([]);
});

function asModel(process: ProcessView): ProcessModel {
	return { ...process, rss: null, cpuPercent: null, cpuHistory: emptyRing };
}

test("for a device whose process has ended the footer begins with its start", () => {
	const stopped = processView("it", "lock", { status: "stopped", pid: null });
	const down = { ...model("lock", "list"), processes: new Map([["it", asModel(stopped)]]) };
	expect(hintsOf(down)[0]).toEqual({ keys: "s", label: "start" });
	expect(hintsOf(model("lock", "list"))[0]).toEqual({ keys: "p", label: "pair" });
});
