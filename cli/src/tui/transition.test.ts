import type { JsonObject } from "@gw-sim/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DeviceKind } from "../up/orchestra.js";
import { commands } from "./commands/table.js";
import type { Happening } from "./happening.js";
import { shownDevices, shownFrames, shownLog } from "./selectors.js";
import { keyOf, Player } from "./testing/player.js";
import { tuiMachine } from "./transition.js";

function state(name: string, values: JsonObject, device = `lock:${name}`): Happening {
	return { at: 0, type: "event", name, event: { event: "state", device, at: 0, state: values } };
}

function frames(name: string, count: number): readonly Happening[] {
	return Array.from({ length: count }, (_, i) => ({
		at: i,
		type: "frame",
		name,
		dir: "in",
		text: `text ${i}`,
		raw: `raw ${i}`,
		isBinary: false,
		isForeign: false,
	}));
}

function lines(count: number): readonly Happening[] {
	return Array.from({ length: count }, (_, i) => ({
		at: i,
		type: "line",
		name: "it",
		stream: "out",
		text: `line ${i}`,
	}));
}

describe("what a key does to a device", () => {
	const online = { link: "online", uuid: "u-1", mode: "internal", bolt: "locked", name: null };
	const cases: readonly (readonly [DeviceKind, string, readonly string[], readonly string[]])[] = [
		["lock", "p", ["p"], ['POST /devices/pair {"lock":"front","name":"a tag","type":"tag"}']],
		[
			"lock",
			"t",
			["t"],
			['it {"cmd":"remove-tag"}', 'it {"cmd":"present-tag","uid":"04A1B2C3"}', "arm tag:it 1000"],
		],
		[
			"lock",
			"i",
			["i"],
			['PUT /locks/u-1 {"mode":1}', 'it {"cmd":"disconnect"}', 'it {"cmd":"connect"}'],
		],
		["lock", "m", ["m"], ['it {"cmd":"jam"}']],
		["cloud", "5", ["5"], ['PUT /cloud {"mode":"weather","weather":5,"intensity":5}']],
		["cloud", "0", ["0"], ['PUT /cloud {"mode":"off"}']],
		[
			"cloud",
			"w and a weather further down, stronger",
			["w", "down", "tab", "right", "enter"],
			['PUT /cloud {"mode":"weather","weather":4,"intensity":6}'],
		],
		[
			"cloud",
			"c and the first hue",
			["c", ..."cccc", "left", "left", "up", "up", "up", "enter"],
			['PUT /cloud {"mode":"color","color":[255,0,0],"pulse":0}'],
		],
		[
			"cloud",
			"5 + + -",
			["5", "+", "+", "-"],
			[5, 6, 7, 6].map((n) => `PUT /cloud {"mode":"weather","weather":5,"intensity":${n}}`),
		],
		["puff", "b", ["b"], ['it {"cmd":"press-button"}']],
		["puff", "i", ["i"], ['it {"cmd":"inquire"}']],
		["puff", "a", ["a"], ['it {"cmd":"abort"}']],
		["puff", "v", ["v"], ['it {"cmd":"leave"}']],
		["puff", "4", ["4"], ['it {"cmd":"set-profile","profile":"peak"}']],
		["puff", "f right", ["f", "right", "enter"], ['it {"cmd":"set-profile","profile":"medium"}']],
		[
			"puff",
			"c c",
			["c", "c"],
			['it {"cmd":"charge","on":true}', 'it {"cmd":"charge","on":false}'],
		],
		["puff", "n", ["n", ..."ab12cd", "enter"], ['it {"cmd":"join","group":"ab12cd"}']],
		["chat", "m", ["m", ..."hi q", "enter"], ['it {"cmd":"say","content":"hi q"}']],
		["chat", "y", ["y"], ['it {"cmd":"typing"}']],
		["chat", "v", ["v", ..."123", "enter"], ['it {"cmd":"move","roomID":"123"}']],
		["chat", "n", ["n", ..."den", "enter"], ['it {"cmd":"create","name":"den","visibility":true}']],
		["room", "m", ["m", ..."hi", "enter"], ['it {"cmd":"say","data":"hi"}']],
		[
			"room",
			"v",
			["v", ..."lunch", "tab", ..."soup", "enter"],
			['it {"cmd":"poll","id":"lunch","answer":"soup"}'],
		],
		["room", "+", ["+"], ['it {"cmd":"counter"}']],
		[
			"room",
			"c",
			["c", ..."hits", "tab", ..."0.5", "enter"],
			['it {"cmd":"counter","id":"hits","value":"0.5"}'],
		],
		["room", "u", ["u", ..."poll:a", "enter"], ['it {"cmd":"subscribe","event":"poll:a"}']],
		["room", "i", ["i", ..."Ann", "enter"], ['it {"cmd":"login","data":{"name":"Ann"}}']],
		["lock", "d", ["d"], ['it {"cmd":"drop"}']],
		["lock", "o", ["o"], ['it {"cmd":"disconnect"}']],
		["lock", "s x r", ["s", "x", "r"], ["start it", "stop it", "restart it"]],
		[
			"puff",
			"! and some of each",
			["!", "right", "tab", "tab", "right", "tab", "right", "tab", "right", "enter"],
			[
				'it {"cmd":"fault","faults":[{"type":"latency","ms":50,"jitterMs":0},{"type":"drop","rate":0.05},{"type":"half-open"},{"type":"cut"}]}',
			],
		],
	];

	test.each(cases)("a %s: %s", (kind, _, keys, wanted) => {
		const player = new Player(["it", kind]);
		player.act({ type: "happened", happenings: [state("it", online, "lock:front")] });
		player.effects();
		expect(player.press(...keys).wanted()).toEqual(wanted);
	});

	test("the form for faults begins with those that are there, and takes them off", () => {
		const player = new Player(["it", "puff"]);
		const faults = [{ type: "latency", ms: 300, jitterMs: 10 }, { type: "half-open" }] as const;
		const event = { event: "faults", faults } as const;
		player.act({ type: "happened", happenings: [{ at: 0, type: "event", name: "it", event }] });
		player.press("!", "enter");
		expect(player.wanted()).toEqual([`it ${JSON.stringify({ cmd: "fault", faults })}`]);
		player.press(":", ..."take all faults off", "enter");
		expect(player.wanted()).toEqual(['it {"cmd":"fault","faults":[]}']);
	});

	test("a tag that was presented is taken away", () => {
		const player = new Player(["it", "lock"]).press("t");
		expect(player.model.devices.get("it")).toMatchObject({ isTagPresent: true });
		player.effects();
		player.act({ type: "timer", timer: "tag:it" });
		expect(player.wanted()).toEqual(['it {"cmd":"remove-tag"}']);
		expect(player.model.devices.get("it")).toMatchObject({ isTagPresent: false });
	});

	test("a lock that was on no hub says so", () => {
		const player = new Player(["it", "lock"]).press("p", "i");
		expect(player.wanted()).toEqual([]);
		expect(player.model.notices.map(({ text }) => text)).toEqual([
			"it has not told its serial yet",
			"it was on no hub yet",
		]);
	});
});

describe("forms", () => {
	test("what a device would not take is told in the form, and nothing is sent", () => {
		const player = new Player(["it", "lock"]);
		player.press("T", "ctrl+u", ..."xyz", "enter");
		expect(player.wanted()).toEqual([]);
		expect(player.model.overlay).toMatchObject({
			type: "form",
			fields: [{ problem: expect.stringContaining("4 to 10 bytes in hex") }],
		});
		player.press("ctrl+u", ..."0badc0de", "enter");
		expect(player.wanted()[1]).toBe('it {"cmd":"present-tag","uid":"0badc0de"}');
		expect(player.model.overlay).toBeNull();
	});

	test("escape leaves a form, and nothing is sent", () => {
		const player = new Player(["it", "puff"]).press("n", "a", "escape");
		expect(player.model.overlay).toBeNull();
		expect(player.wanted()).toEqual([]);
	});

	test("who talks can go on talking", () => {
		const player = new Player(["it", "chat"]).press("m", ..."one", "enter", ..."two", "enter");
		expect(player.wanted()).toEqual([
			'it {"cmd":"say","content":"one"}',
			'it {"cmd":"say","content":"two"}',
		]);
		expect(player.model.overlay).not.toBeNull();
	});

	test("every form can be opened, and sent as it is without harm", () => {
		for (const { id, label, on } of commands) {
			const kind = on === "app" || on === "device" ? "lock" : on;
			const player = new Player(["it", kind]).press("tab", "tab", ":", ...label, "enter", "enter");
			expect([id, player.model.isEnding && id !== "app.quit"]).toEqual([id, false]);
		}
	});
});

describe("the palette", () => {
	test("finds a command by a few letters, and a device to go to", () => {
		const player = new Player(["it", "puff"], ["other", "lock"]).press(":", ..."butt", "enter");
		expect(player.wanted()).toEqual(['it {"cmd":"press-button"}']);
		player.press(":", ..."go other", "enter");
		expect(player.model.selected).toBe("other");
	});

	test("shows everything that can be done, and what is chosen by arrows", () => {
		const player = new Player(["it", "lock"]).press(":");
		const all = player.model.overlay;
		if (all?.type !== "palette") throw new Error("there is no palette");
		const possible = all.entries.map(({ command }) => command);
		for (const { id, on, isMovement, views } of commands)
			expect([id, possible.includes(id)]).toEqual([
				id,
				["app", "device", "lock"].includes(on) && isMovement !== true && views === undefined,
			]);
		player.press("up");
		expect(player.model.overlay).toMatchObject({ index: all.entries.length - 1 });
		player.press("down", "down");
		expect(player.model.overlay).toMatchObject({ index: 1 });
	});

	test("has nothing for nonsense, and does nothing then", () => {
		const player = new Player(["it", "lock"]).press(":", ..."qqqq", "enter");
		expect([player.model.overlay, player.wanted()]).toEqual([null, []]);
	});

	test("asks for what a command needs", () => {
		const player = new Player(["it", "puff"]).press(":", ..."join", "enter", ..."ab", "enter");
		expect(player.wanted()).toEqual(['it {"cmd":"join","group":"ab"}']);
	});

	test("leads to the server's process", () => {
		const player = new Player(["it", "lock"]).press(":", ..."restart the server", "enter");
		expect(player.wanted()).toEqual(["restart server"]);
	});
});

describe("views and selection", () => {
	test("arrows select, within the list that is shown", () => {
		const player = new Player(["a", "lock"], ["b", "cloud"], ["c", "lock"]);
		expect(player.model.selected).toBe("a");
		expect(player.press("j", "down", "down").model.selected).toBe("c");
		expect(player.press("k").model.selected).toBe("b");
		expect(player.press("G").model.selected).toBe("c");
		expect(player.press("g").model.selected).toBe("a");
		player.press("/", ..."cloud");
		expect(shownDevices(player.model).map(({ name }) => name)).toEqual(["b"]);
		expect(player.model.selected).toBe("b");
		player.press("enter");
		expect([player.model.editing, player.model.filters.list]).toEqual([null, "cloud"]);
		expect(shownDevices(player.press("escape").model)).toHaveLength(3);
	});

	test("tab goes through the views and back, enter opens, escape returns", () => {
		const player = new Player(["it", "lock"]);
		const seen = ["tab", "tab", "tab", "tab", "tab", "tab", "shift+tab", "enter", "escape", "l"];
		expect(seen.map((name) => player.press(name).model.view)).toEqual([
			"device",
			"frames",
			"server",
			"processes",
			"log",
			"list",
			"log",
			"device",
			"list",
			"log",
		]);
	});

	test("help opens, scrolls, and closes", () => {
		const player = new Player(["it", "lock"]).press("?", "j", "down", "k");
		expect(player.model.overlay).toEqual({ type: "help", scroll: 1 });
		expect(player.press("escape").model.overlay).toBeNull();
	});

	test("the first device is selected when there is one", () => {
		expect(new Player().model.selected).toBeNull();
		expect(new Player(["it", "lock"]).model.selected).toBe("it");
	});
});

describe("frames", () => {
	test("stand still while paused, and go on", () => {
		const player = new Player(["it", "lock"]).press("tab", "tab");
		player.act({ type: "happened", happenings: frames("it", 3) }).press(" ");
		player.act({ type: "happened", happenings: frames("it", 2) });
		expect(shownFrames(player.model)).toHaveLength(3);
		expect(shownFrames(player.press(" ").model)).toHaveLength(5);
	});

	test("stand still for who looks back", () => {
		const player = new Player(["it", "lock"]).press("tab", "tab");
		player.act({ type: "happened", happenings: frames("it", 30) }).press("k", "k");
		expect(player.model.framesPane).toMatchObject({ scroll: 2 });
		player.act({ type: "happened", happenings: frames("it", 5) });
		expect(shownFrames(player.model)).toHaveLength(30);
		player.press("escape");
		expect(player.model.framesPane).toMatchObject({ scroll: 0, paused: null });
		expect(player.press("g").model.framesPane.scroll).toBe(34);
	});

	test("are of one device or of all, filtered, raw, and copied", () => {
		const player = new Player(["it", "lock"], ["other", "lock"]).press("tab", "tab");
		player.act({ type: "happened", happenings: [...frames("it", 3), ...frames("other", 4)] });
		expect(shownFrames(player.model)).toHaveLength(3);
		expect(shownFrames(player.press("A").model)).toHaveLength(7);
		player.press("/", ..."1 !other", "enter");
		expect(shownFrames(player.model).map(({ name, text }) => `${name} ${text}`)).toEqual([
			"it text 1",
		]);
		expect(player.press("R").model.framesPane.isRaw).toBe(true);
		player.press("Y", "ctrl+u", ..."f.jsonl", "enter");
		expect(player.wanted()).toEqual(["save 1 in f.jsonl"]);
	});
});

describe("the log", () => {
	test("stays where it is for who looks back", () => {
		const player = new Player(["it", "lock"]).press("l");
		player.act({ type: "happened", happenings: lines(40) }).press("k", "k", "k");
		const shown = (): string | undefined =>
			shownLog(player.model).at(-1 - player.model.logScroll)?.text;
		const before = shown();
		player.act({ type: "happened", happenings: lines(7) });
		expect([shown(), player.model.logScroll]).toEqual([before, 10]);
		expect(player.press("G").model.logScroll).toBe(0);
	});

	test("there is nothing to filter in a view without rows", () => {
		const player = new Player(["it", "lock"]).press("tab", "tab", "tab", "/");
		expect(player.model.editing).toBeNull();
		expect(player.model.notices).toHaveLength(1);
	});
});

describe("the end", () => {
	test("q stops everything once, ctrl+c then does not wait", () => {
		const player = new Player(["it", "lock"]).press("q");
		expect(player.model.isEnding).toBe(true);
		expect(player.wanted()).toEqual(["end"]);
		expect(player.act({ type: "ending" }).wanted()).toEqual([]);
		expect(player.press("ctrl+c").wanted()).toEqual(["abandon"]);
	});

	test("ctrl+c ends out of a form, too", () => {
		const player = new Player(["it", "chat"]).press("m", "ctrl+c");
		expect([player.model.isEnding, player.wanted()]).toEqual([true, ["end"]]);
	});

	test("somebody else can want it to end", () => {
		expect(new Player(["it", "lock"]).act({ type: "ending" }).wanted()).toEqual(["end"]);
	});

	test("while it ends, keys do nothing to devices", () => {
		const player = new Player(["it", "lock"]).press("q");
		player.effects();
		expect(player.press("d", "t", ":").wanted()).toEqual([]);
		expect(player.model.overlay).toBeNull();
	});
});

test("notices are gone after a while", () => {
	const player = new Player(["it", "lock"]).act({ type: "told", tone: "good", text: "done" });
	expect(player.act({ type: "tick", at: 3000 }).model.notices).toHaveLength(1);
	expect(player.act({ type: "tick", at: 9000 }).model.notices).toEqual([]);
});

test("whatever is pressed, the machine stands", () => {
	const names = ["up", "down", "left", "right", "enter", "escape", "tab", "shift+tab", "backspace"];
	const letters = [..."abcdfgijklmnoprstuvwxyYRAGTPUV:/?!+-0123456789 "];
	const keys = fc.array(fc.constantFrom(...names, ...letters), { maxLength: 80 });
	const kinds = fc.constantFrom("lock", "cloud", "puff", "chat", "room");
	fc.assert(
		fc.property(kinds, keys, (kind, pressed) => {
			const player = new Player(["it", kind as DeviceKind], ["other", "lock"]);
			for (const name of pressed) {
				const { state } = tuiMachine(player.model, { type: "pressed", key: keyOf(name) });
				player.model = state;
				expect(state.devices.has(state.selected ?? "")).toBe(true);
				expect(state.framesPane.scroll).toBeGreaterThanOrEqual(0);
				expect(state.logScroll).toBeGreaterThanOrEqual(0);
			}
		}),
		{ numRuns: 60 },
	);
});
