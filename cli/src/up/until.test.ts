import { expect, test } from "vitest";
import type { OrchestraEvent, ProcessView } from "./orchestra.js";
import { isMet, parseCondition, UntilWatch } from "./until.js";

const names = ["lock-1", "puff-1"];
const condition = (text: string) => parseCondition(text, names);

test.each([
	["lock-1 online", "lock-1", null, "online"],
	["  lock-1   online  ", "lock-1", null, "online"],
	["lock-1 link=online", "lock-1", "link", "online"],
	["lock-1 name=Front door", "lock-1", "name", "Front door"],
	["lock-1 Front door", "lock-1", null, "Front door"],
	["puff-1 group=", "puff-1", "group", ""],
	["puff-1 a-b=c", "puff-1", null, "a-b=c"],
])("%j", (text, name, key, value) => {
	expect(condition(text)).toEqual({ text, name, key, value });
});

test.each([
	["", /needs NAME WORD or NAME KEY=VALUE/],
	["lock-1", /needs NAME WORD/],
	["lock-1  ", /needs NAME WORD/],
	["lamp online", /there is no device lamp: the scene has lock-1, puff-1/],
	["\u009b online", /there is no device \\u009b:/],
])("%j is no condition", (text, message) => {
	expect(() => condition(text)).toThrow(message);
});

const state = {
	link: "online",
	target: 254,
	color: [255, 162, 174],
	uuid: null,
	on: true,
	empty: "",
};

test.each([
	["lock-1 online", true],
	["lock-1 offline", false],
	["lock-1 254", true],
	["lock-1 target=254", true],
	["lock-1 target=25", false],
	["lock-1 null", true],
	["lock-1 uuid=null", true],
	["lock-1 on=true", true],
	["lock-1 color=[255,162,174]", true],
	["lock-1 mode=online", false],
	["lock-1 link=", false],
	["lock-1 empty=", true],
	["lock-1 toString=x", false],
	["lock-1 __proto__=x", false],
])("%s: %s", (text, met) => {
	expect(isMet(condition(text), state)).toBe(met);
});

const told = (name: string, link: string): OrchestraEvent => ({
	type: "event",
	name,
	event: { event: "state", device: name, at: 0, state: { link } },
});
const gone = (name: string): OrchestraEvent => ({
	type: "process",
	process: { name, pid: null } as ProcessView,
});

test("all conditions have to be met at once, and a process takes its state with it", () => {
	const watch = new UntilWatch([condition("lock-1 online"), condition("puff-1 online")]);
	const unmet = (event: OrchestraEvent): readonly string[] => {
		watch.take(event);
		return watch.unmet.map(({ name }) => name);
	};
	expect(unmet(told("lock-1", "joining"))).toEqual(["lock-1", "puff-1"]);
	expect(unmet(told("lock-1", "online"))).toEqual(["puff-1"]);
	expect(unmet(gone("lock-1"))).toEqual(["lock-1", "puff-1"]);
	expect(unmet(told("puff-1", "online"))).toEqual(["lock-1"]);
	expect(unmet(told("lock-1", "online"))).toEqual([]);
});
