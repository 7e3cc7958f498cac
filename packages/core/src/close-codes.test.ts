import { meaningOf, standardCloseCodes } from "@gw-sim/core";
import { expect, test } from "vitest";

test("a known code has the registry's name", () => {
	expect(meaningOf(standardCloseCodes, 1012).name).toBe("service restart");
});

test("an unknown code is worth another try", () => {
	expect(meaningOf(standardCloseCodes, 4999)).toEqual({
		name: "close code 4999",
		recovery: "reconnect",
	});
});

test("a name of Object's own is no code", () => {
	expect(meaningOf(standardCloseCodes, "constructor" as unknown as number).recovery).toBe(
		"reconnect",
	);
});
