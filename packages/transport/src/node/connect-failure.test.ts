import { expect, test } from "vitest";
import { connectFailure } from "./connect-failure.js";

const coded = (code: string, message = "failed"): Error =>
	Object.assign(new Error(message), { code });

test.each([
	[coded("ECONNREFUSED"), "unreachable"],
	[coded("ECONNRESET"), "unreachable"],
	[coded("EHOSTUNREACH"), "unreachable"],
	[coded("ENETUNREACH"), "unreachable"],
	[coded("ENOTFOUND"), "unknown-host"],
	[coded("EAI_AGAIN"), "unknown-host"],
	[coded("ETIMEDOUT"), "timeout"],
	[new Error("Opening handshake has timed out"), "timeout"],
	[coded("CERT_HAS_EXPIRED"), "tls"],
	[coded("DEPTH_ZERO_SELF_SIGNED_CERT"), "tls"],
	[coded("ERR_TLS_CERT_ALTNAME_INVALID"), "tls"],
	[coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), "tls"],
	[coded("ERR_SSL_WRONG_VERSION_NUMBER"), "tls"],
	[new AggregateError([coded("ECONNREFUSED"), coded("ENETUNREACH")]), "unreachable"],
	[coded("EACCES"), "other"],
	["thrown text", "other"],
	[null, "other"],
] as const)("%s is %s", (error, kind) => {
	expect(connectFailure(error, 100).kind).toBe(kind);
});

test("a timeout tells how long it waited", () => {
	expect(connectFailure(coded("ETIMEDOUT"), 250).message).toContain("250 ms");
});

test("a failure of several addresses is never without a message", () => {
	expect(connectFailure(new AggregateError([coded("EACCES")], ""), 100)).toEqual({
		kind: "other",
		message: "EACCES",
	});
});
