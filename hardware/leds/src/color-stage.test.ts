import fc from "fast-check";
import { expect, test } from "vitest";
import { type ColorOptions, type ColorOrder, colorOrders, colorStage } from "./color-stage.js";

const one = Uint8Array.of(10, 20, 30, 200, 100, 50);

test.each<[ColorOrder, number[]]>([
	["rgb", [10, 20, 30, 200, 100, 50]],
	["rbg", [10, 30, 20, 200, 50, 100]],
	["grb", [20, 10, 30, 100, 200, 50]],
	["gbr", [20, 30, 10, 100, 50, 200]],
	["brg", [30, 10, 20, 50, 200, 100]],
	["bgr", [30, 20, 10, 50, 100, 200]],
])("%s is sent in that order", (colorOrder, sent) => {
	expect([...colorStage({ colorOrder })(one)]).toEqual(sent);
});

test("without options a frame is sent as it is, and is not the caller's own", () => {
	const sent = colorStage()(one);
	expect(sent).toEqual(one);
	expect(sent).not.toBe(one);
});

test.each<[ColorOptions, number[]]>([
	[{ brightness: 0.5 }, [0, 1, 32, 64, 128]],
	[{ brightness: 0 }, [0, 0, 0, 0, 0]],
	[{ gamma: 2.2 }, [0, 0, 12, 56, 255]],
	[{ gamma: 2.2, brightness: 0.5 }, [0, 0, 6, 28, 128]],
])("%j", (options, sent) => {
	const gray = Uint8Array.of(...[0, 1, 64, 128, 255].flatMap((value) => [value, value, value]));
	expect([...colorStage(options)(gray)].filter((_, i) => i % 3 === 0)).toEqual(sent);
});

test("a brighter value is never sent darker, black stays black, and nothing leaves a byte", () => {
	fc.assert(
		fc.property(
			fc.double({ min: 0, max: 1, noNaN: true }),
			fc.double({ min: 0.1, max: 10, noNaN: true }),
			fc.constantFrom(...colorOrders),
			(brightness, gamma, colorOrder) => {
				const stage = colorStage({ brightness, gamma, colorOrder });
				let below = 0;
				for (let value = 0; value < 256; value++) {
					const [sent = -1, ...rest] = stage(Uint8Array.of(value, value, value));
					expect(rest).toEqual([sent, sent]);
					expect(sent).toBeGreaterThanOrEqual(below);
					below = sent;
				}
				expect(stage(new Uint8Array(3))).toEqual(new Uint8Array(3));
				expect(below).toBe(Math.round(255 * brightness));
			},
		),
	);
});

test.each<[ColorOptions, string]>([
	[{ brightness: -0.1 }, "brightness must be from 0 to 1"],
	[{ brightness: 1.1 }, "brightness"],
	[{ brightness: Number.NaN }, "brightness"],
	[{ gamma: 0 }, "gamma must be above 0"],
	[{ gamma: 11 }, "gamma"],
	[{ gamma: Number.NaN }, "gamma"],
])("%j is refused", (options, message) => {
	expect(() => colorStage(options)).toThrow(message);
});
