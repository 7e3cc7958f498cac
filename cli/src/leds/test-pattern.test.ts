import { expect, test } from "vitest";
import { testPattern } from "./test-pattern.js";

const letterOf: ReadonlyMap<string, string> = new Map([
	["000", "."],
	["100", "R"],
	["010", "G"],
	["001", "B"],
	["111", "W"],
]);

/** One letter a LED. */
function letters(frame: Uint8Array): string {
	return Array.from({ length: frame.length / 3 }, (_, led) => {
		const lit = [...frame.subarray(3 * led, 3 * led + 3)].map((value) => (value > 0 ? 1 : 0));
		return letterOf.get(lit.join("")) ?? "?";
	}).join("");
}

const shown = (leds: number, name: string, atMs: number): string => {
	const step = testPattern(leds).find((one) => one.name === name);
	if (step === undefined) throw new Error(`no step ${name}`);
	return letters(step.frame(atMs));
};

test("it takes ten seconds, and says what there is to be seen", () => {
	const steps = testPattern(60);
	expect(steps.reduce((ms, step) => ms + step.ms, 0)).toBe(10_000);
	expect(steps.map(({ name, shows }) => [name, shows])).toEqual([
		["red", "all LEDs red"],
		["green", "all LEDs green"],
		["blue", "all LEDs blue"],
		[
			"chase",
			"a white dot that goes from LED 1 to 60, and leaves every 10th LED blue: 6 of them at the end",
		],
		["ends", "LED 1 green, LED 60 red, and all between dark"],
	]);
});

test.each(["red", "green", "blue"])("all LEDs are %s", (name) => {
	expect(shown(3, name, 0)).toBe((name[0] ?? "").toUpperCase().repeat(3));
});

test.each([
	[0, "W..........................."],
	[1000, "........W..................."],
	[2000, ".........B......W..........."],
	[3499, ".........B.........B.......W"],
])("the dot at %i ms leaves a mark at every tenth LED", (atMs, expected) => {
	expect(shown(28, "chase", atMs)).toBe(expected);
});

test("each LED has its turn", () => {
	const seen = new Set<number>();
	for (let atMs = 0; atMs < 3500; atMs += 10) seen.add(shown(60, "chase", atMs).indexOf("W"));
	expect(seen.size).toBe(60);
});

test.each([
	[1, "R"],
	[2, "GR"],
	[5, "G...R"],
])("the ends of %i LEDs", (leds, expected) => {
	expect(shown(leds, "ends", 0)).toBe(expected);
});

test("a USB port can feed 60 LEDs of any frame", () => {
	for (const step of testPattern(60))
		for (let atMs = 0; atMs < step.ms; atMs += 100) {
			const light = step.frame(atMs).reduce((sum, value) => sum + value, 0);
			expect((light / 255) * 20).toBeLessThan(400);
		}
});
