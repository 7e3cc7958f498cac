import {
	ClosedError,
	DecodeError,
	EnvironmentError,
	GwError,
	messageOf,
	RefusedError,
	TimeoutError,
	UsageError,
} from "@gw-sim/core";
import { expect, test } from "vitest";

test.each([
	[new DecodeError("m", { code: "c", closeCode: 1011 }), "DecodeError", "peer"],
	[new RefusedError("m", { code: "c" }), "RefusedError", "peer"],
	[new UsageError("m", { code: "c" }), "UsageError", "caller"],
	[new EnvironmentError("m", { code: "c" }), "EnvironmentError", "environment"],
	[new ClosedError("m", { code: "c" }), "ClosedError", "environment"],
	[new TimeoutError("m", { code: "c", afterMs: 5 }), "TimeoutError", "environment"],
])("%s says whose fault it is", (error, name, fault) => {
	expect(error).toBeInstanceOf(GwError);
	expect(error).toMatchObject({ name, fault, code: "c", message: "m" });
});

test("the cause is kept, and absent where there is none", () => {
	const cause = new Error("below");
	expect(new ClosedError("m", { code: "c", cause }).cause).toBe(cause);
	expect("cause" in new ClosedError("m", { code: "c" })).toBe(false);
});

test("a usage error has a code of its own unless it is given one", () => {
	expect(new UsageError("m").code).toBe("bad-usage");
	expect(new UsageError("m", { cause: 1 }).code).toBe("bad-usage");
});

test("whatever was thrown has a message", () => {
	expect([new Error("e"), "text", 5, null, undefined, Symbol("s")].map(messageOf)).toEqual([
		"e",
		"text",
		"5",
		"null",
		"undefined",
		"Symbol(s)",
	]);
});
