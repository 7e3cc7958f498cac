import { expect, test } from "vitest";
import { type LedChoice, ledSettings } from "./presets.js";

test.each<[LedChoice, object]>([
	[{}, { protocol: "adalight", helloBaud: 115_200, baud: 115_200, baudByte: null }],
	[{ preset: "uno-fast" }, { protocol: "adalight", helloBaud: 500_000, baud: 500_000 }],
	[{ preset: "hyperserial" }, { protocol: "awa", helloBaud: 2_000_000, baud: 2_000_000 }],
	[{ preset: "tpm2" }, { protocol: "tpm2", helloBaud: 115_200 }],
	[{ preset: "skydimo" }, { protocol: "skydimo", helloBaud: 115_200 }],
	[{ preset: "wled" }, { protocol: "adalight", helloBaud: 115_200, baudByte: null }],
	[
		{ preset: "wled", baud: 1_000_000 },
		{ helloBaud: 115_200, baud: 1_000_000, baudByte: 0xb6 },
	],
	[{ preset: "wled", baud: 1_500_000 }, { baudByte: 0xb7 }],
	[
		{ preset: "wled", protocol: "tpm2" },
		{ protocol: "tpm2", baud: 115_200 },
	],
	[
		{ preset: "uno", protocol: "awa", baud: 4_000_000 },
		{ protocol: "awa", baud: 4_000_000 },
	],
])("%j", (choice, settings) => {
	expect(ledSettings(choice)).toMatchObject({ ...settings, warning: null });
});

test.each([230_400, 460_800, 921_600])("an AVR cannot do %i baud, which is told", (baud) => {
	expect(ledSettings({ baud }).warning).toContain(`cannot do ${baud} baud: use 115200`);
	expect(ledSettings({ baud, protocol: "awa" }).warning).toBeNull();
	expect(ledSettings({ baud, preset: "skydimo" }).warning).toBeNull();
});

test.each<[LedChoice, string]>([
	[{ baud: 0 }, "baud must be a whole number from 1200 to 12000000"],
	[{ baud: 115_200.5 }, "baud must be"],
	[{ baud: Number.NaN }, "baud must be"],
	[{ baud: 1e9 }, "baud must be"],
	[{ preset: "wled", baud: 250_000 }, "WLED cannot switch to 250000 baud: use one of 115200"],
])("%j is refused", (choice, message) => {
	expect(() => ledSettings(choice)).toThrow(message);
});
