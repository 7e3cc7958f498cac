import { parseCommand } from "@gw-sim/simulator-engine";
import { expect, test } from "vitest";
import { lockCommands } from "./commands.js";
import { lockSerial } from "./serial.js";

function parse(command: object): unknown {
	const parsed = parseCommand(JSON.stringify(command), lockCommands);
	return parsed.ok ? parsed.command : parsed.problem;
}

test.each([
	["04a1b2c3", "04A1B2C3"],
	["04:a1:B2:c3:d4:e5:f6", "04A1B2C3D4E5F6"],
	["04-A1-B2-C3", "04A1B2C3"],
	["04 a1 b2 c3 d4 e5 f6 07 18 29", "04A1B2C3D4E5F6071829"],
])("the uid %s is %s", (uid, normal) => {
	expect(parse({ cmd: "present-tag", uid })).toEqual({ cmd: "present-tag", uid: normal });
});

test.each([
	"",
	"04A1B2",
	"04A1B2C",
	"04A1B2C3D4E5F607182930",
	"04A1B2CG",
	"0:4A1B2C3",
	"04::A1B2C3",
	" 04A1B2C3",
	4,
	null,
	undefined,
])("the uid %s is refused", (uid) => {
	expect(parse({ cmd: "present-tag", uid })).toMatch(/^present-tag: uid: /);
});

test("the other commands have no fields", () => {
	for (const cmd of ["remove-tag", "jam", "clear-jam"]) expect(parse({ cmd })).toEqual({ cmd });
});

test("a serial from a seed is lock- and four digits, the same each time", () => {
	for (let seed = 0; seed < 100; seed++) {
		expect(lockSerial(seed)).toMatch(/^lock-\d{4}$/);
		expect(lockSerial(seed)).toBe(lockSerial(String(seed)));
	}
});
