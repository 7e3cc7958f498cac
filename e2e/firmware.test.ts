import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { firmwareHex } from "../hardware/board/src/firmware-image.js";
import {
	adalight,
	bauds,
	FirmwareRig,
	hexText,
	mostLeds,
	picture,
} from "./support/firmware-rig.js";
import { runTool } from "./support/run-tool.js";
import { tempFolder } from "./support/temp-folder.js";

const folder = fileURLToPath(new URL("../hardware/firmware", import.meta.url));
const nameOf = (baud: string): string => `gw-sim-leds-${baud}.hex`;

const build = (into: string, ...settings: readonly string[]): Promise<string> =>
	runTool("make", ["--silent", "-C", folder, `BUILD=${into}`, ...settings]);

test("the checked-in hex is what the source gives, to the byte", async () => {
	const into = await tempFolder();
	await build(into);
	for (const baud of bauds)
		expect(await readFile(join(into, nameOf(baud)), "latin1"), nameOf(baud)).toBe(hexText(baud));
});

test("the checksums are those of the checked-in hex", async () => {
	const lines = bauds.map(
		(baud) => `${createHash("sha256").update(hexText(baud)).digest("hex")}  ${nameOf(baud)}\n`,
	);
	expect(await readFile(join(folder, "SHA256SUMS"), "latin1")).toBe(lines.join(""));
});

test("the emulated board has the checked-in hex", () => {
	expect(firmwareHex).toEqual(Object.fromEntries(bauds.map((baud) => [baud, hexText(baud)])));
});

describe("a build", () => {
	test.each([
		["of 250000 baud", ["BAUDS=250000"]],
		["for fewer LEDs that never go dark", ["OPTIONS=-DMAX_LEDS=144 -DBLANK_S=0"]],
		["without watchdog, for one LED", ["OPTIONS=-DMAX_LEDS=1 -DWATCHDOG=0"]],
		[
			"for 450 LEDs, with less room for what waits",
			["BAUDS=115200", "OPTIONS=-DMAX_LEDS=450 -DRING_BYTES=384"],
		],
	])("%s is made", async (_, settings) => {
		await expect(build(await tempFolder(), ...settings)).resolves.toBe("");
	});

	test.each([
		["BAUDS=230400", "16 MHz cannot make this BAUD"],
		["BAUDS=1000000", "bytes would be lost while others are looked at"],
		["OPTIONS=-DMAX_LEDS=0", "MAX_LEDS must be 1 to 500"],
		["OPTIONS=-DMAX_LEDS=400", "do not fit into the memory"],
		["OPTIONS=-DRING_BYTES=256", "RING_BYTES is too small"],
	])("with %s is refused", async (setting, reason) => {
		await expect(build(await tempFolder(), setting)).rejects.toThrow(reason);
	});
});

test("a frame that arrives while the strip should go dark is shown first", async () => {
	const into = await tempFolder();
	await build(into, "BAUDS=115200", "OPTIONS=-DBLANK_S=1");
	const hex = await readFile(join(into, nameOf("115200")), "latin1");
	const rig = new FirmwareRig("115200", 115_200, hex);
	const one = [1, 2, 3];
	const all = Array.from({ length: 3 * mostLeds }, (_, index) => (index * 7 + 1) & 0xff);
	rig.send(adalight(one));
	rig.run(960);
	rig.send(adalight(all));
	rig.run(940);
	expect(rig.pictures).toEqual([one, all].map(picture));
	rig.run(200);
	expect(rig.pictures.slice(2)).toEqual([picture(new Uint8Array(3 * mostLeds))]);
});
