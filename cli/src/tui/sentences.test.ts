import type { JsonObject } from "@gw-sim/core";
import { expect, test } from "vitest";
import { deviceSentence, sentences } from "./sentences.js";
import { Player } from "./testing/player.js";

function heard(player: Player, ...keys: readonly string[]): readonly string[] {
	const before = player.model;
	return sentences(before, player.press(...keys).model);
}

function tells(
	player: Player,
	name: string,
	state: JsonObject,
	device = "lock:it",
): readonly string[] {
	const before = player.model;
	const event = { event: "state", device, at: 0, state } as const;
	player.act({ type: "happened", happenings: [{ at: 0, type: "event", name, event }] });
	return sentences(before, player.model);
}

test("it begins with what it is and how to go on", () => {
	expect(sentences(null, new Player().model)).toEqual([
		"gw-sim, a scene.",
		"Question mark reads the keys, colon searches the commands, q quits.",
	]);
});

test("what changes in a device is a sentence, and nothing is none", () => {
	const player = new Player(["it", "lock"]);
	const state = { link: "online", mode: "internal", bolt: "locked" };
	expect(tells(player, "it", state)).toEqual(["it: link online, mode internal."]);
	expect(tells(player, "it", state)).toEqual([]);
	expect(tells(player, "it", { ...state, bolt: "unlocking" })).toEqual(["it: bolt unlocking."]);
});

test("a lamp's light is told when it is chosen, and not again when it shines", () => {
	const player = new Player(["lamp", "cloud"]);
	const state = { link: "online", mode: "weather", weather: 6, intensity: 5 };
	tells(player, "lamp", { link: "online", mode: "off" }, "cloud");
	expect(heard(player, "6")).toEqual(["lamp: shows storm 5."]);
	expect(tells(player, "lamp", state, "cloud")).not.toContainEqual(
		expect.stringContaining("storm 5"),
	);
});

test("who is selected is told as it is", () => {
	const player = new Player(["it", "lock"], ["lamp", "cloud"]);
	expect(heard(player, "j")).toEqual(["lamp, cloud: offline, shows off."]);
	expect(heard(player, "enter")).toEqual(["View: device."]);
});

test.each([
	["lock", "it, lock: offline, locked, mode unconfigured."],
	["cloud", "it, cloud: offline, shows off."],
	["puff", "it, puff: offline, off, 0 of 0 degrees, battery 0 %, in no group."],
	["chat", "it, chat: offline, in no room."],
	["room", "it, room: offline, in no room."],
] as const)("a %s in a sentence", (kind, sentence) => {
	const device = new Player(["it", kind]).model.devices.get("it");
	expect(device === undefined ? "" : deviceSentence(device)).toBe(sentence);
});

test("a form is read field by field, with what is wrong", () => {
	const player = new Player(["it", "lock"]);
	expect(heard(player, "T")).toEqual(["Present a tag.", "uid: 04A1B2C3."]);
	expect(heard(player, "ctrl+u")).toEqual(["uid: empty."]);
	const [problem = ""] = heard(player, "enter");
	expect(problem).toMatch(/^uid: empty\. a tag's uid is/);
	expect(heard(player, "escape")).toEqual(["Closed."]);
});

test("a level, a choice and a colour are read as they are", () => {
	const lamp = new Player(["it", "cloud"]);
	expect(heard(lamp, "w")[1]).toBe("weather: clear.");
	expect(heard(lamp, "down")).toEqual(["weather: cloudy."]);
	expect(heard(lamp, "tab")).toEqual(["intensity: 5."]);
	heard(lamp, "escape");
	expect(heard(lamp, "c")[1]).toMatch(/^colour: red \d+, green \d+, blue \d+\.$/);
});

test("the palette reads what is chosen", () => {
	const player = new Player(["it", "puff"]);
	heard(player, ":");
	expect(heard(player, ..."press")).toEqual(["press the button."]);
	expect(heard(player, ..."qqq")).toEqual(["No command fits."]);
});

test("help reads every key by its part", () => {
	const told = heard(new Player(["it", "lock"]), "?");
	expect(told.find((sentence) => sentence.startsWith("Keys, lock:"))).toMatch(
		/p pair, t present tag/,
	);
});

test("what is said where one is, is read", () => {
	const player = new Player(["it", "chat"]);
	const before = player.model;
	const data = { user: { name: "Ann" }, content: "hi" };
	const event = { event: "message", type: "MESSAGE_CREATE", data } as const;
	player.act({ type: "happened", happenings: [{ at: 0, type: "event", name: "it", event }] });
	expect(sentences(before, player.model)).toEqual(["Ann says: hi"]);
});

test("a filter is read as it is written", () => {
	const player = new Player(["it", "lock"]);
	expect(heard(player, "/", "i")).toEqual(["Filter: i."]);
	expect(heard(player, "escape")).toEqual(["No filter."]);
});

test("a flood is not read to its end", () => {
	const player = new Player(["it", "lock"]);
	const before = player.model;
	player.act({
		type: "happened",
		happenings: Array.from({ length: 100 }, (_, i) => ({
			at: 0,
			type: "event",
			name: "it",
			event: { event: "error", message: `trouble ${i}`, code: "x" },
		})),
	});
	const told = sentences(before, player.model);
	expect(told.length).toBeLessThanOrEqual(21);
	expect(told.at(-1)).toMatch(/^And \d+ more\.$/);
});

test("the end is told", () => {
	expect(heard(new Player(["it", "lock"]), "q")).toEqual(["Stopping everything."]);
});
