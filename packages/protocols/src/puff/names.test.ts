import { seededRandom } from "@gw-sim/core";
import { isName, randomGroupId, randomGroupName } from "@gw-sim/protocols/puff";
import { expect, test } from "vitest";

const family = "\u{1F468}\u200d\u{1F469}\u200d\u{1F467}\u200d\u{1F466}";

test.each([
	["nothing", "", true],
	["32 letters", "n".repeat(32), true],
	["33 letters", "n".repeat(33), false],
	["32 families, of eleven units each", family.repeat(32), true],
	["33 families", family.repeat(33), false],
	["32 letters with an accent apart", "e\u0301".repeat(32), true],
	["a letter with 600 accents", `e${"\u0301".repeat(600)}`, false],
	["half a surrogate pair", "\ud800", true],
	["a megabyte", "n".repeat(1_000_000), false],
])("%s is a name: %s", (_, name, is) => {
	expect(isName(name)).toBe(is);
});

test("a group's id is six of 0-9 and a-z, all of which come up", () => {
	const random = seededRandom("ids");
	const ids = Array.from({ length: 2000 }, () => randomGroupId(random));
	for (const id of ids) expect(id).toMatch(/^[0-9a-z]{6}$/);
	expect(new Set(ids.join("")).size).toBe(36);
	expect(new Set(ids).size).toBe(2000);
});

test("a group's name is one of 19 adjectives and one of 16 nouns", () => {
	const random = seededRandom("names");
	const names = Array.from({ length: 5000 }, () => randomGroupName(random).split(" "));
	expect(new Set(names.map(([adjective]) => adjective)).size).toBe(19);
	const nouns = new Set(names.map(([, noun]) => noun));
	expect(nouns.size).toBe(16);
	expect(nouns).toContain("Poison");
	expect(randomGroupName(() => 0)).toBe("Blue Dream");
	expect(randomGroupName(() => 0.999999)).toBe("Lava Cake");
});
