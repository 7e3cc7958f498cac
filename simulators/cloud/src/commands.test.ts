import { parseCommand } from "@gw-sim/simulator-engine";
import { expect, test } from "vitest";
import { cloudCommands } from "./commands.js";

test.each([
	['{"cmd":"pixels"}', { cmd: "pixels" }],
	['{"cmd":"pixels","more":1}', { cmd: "pixels" }],
])("%s asks for the pixels", (line, command) => {
	expect(parseCommand(line, cloudCommands)).toEqual({ ok: true, command });
});

test("a lamp has no other command of its own", () => {
	expect(parseCommand('{"cmd":"shine"}', cloudCommands)).toEqual({
		ok: false,
		problem: expect.stringMatching(/drop, pixels$/),
	});
});
