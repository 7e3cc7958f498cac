import { expect, test } from "vitest";
import { connectProblem } from "./connect-problem.js";

const url = "ws://gateway/chat";
const of = (kind: string, status?: number): { code: string; message: string } =>
	connectProblem(
		{ kind, message: "bad\u001b[2J", ...(status === undefined ? {} : { status }) },
		url,
		"chat gateway",
		{ 404: "wrong path" },
	);

test.each([
	["refused-upgrade", "refused-upgrade", /HTTP \? instead.*check that it is a chat gateway/],
	["unreachable", "unreachable", /start a chat gateway with "gw-sim serve"/],
	["unknown-host", "unknown-host", /name server/],
	["tls", "tls", /use ws: for a chat gateway without TLS/],
	["timeout", "connect-timeout", /chat gateway listens there/],
	["other", "connect-failed", /no connection to ws/],
])("%s is told as %s", (kind, code, message) => {
	expect(of(kind).code).toBe(code);
	expect(of(kind).message).toMatch(message);
	expect(of(kind).message).toContain(url);
	expect(of(kind).message).not.toContain("\u001b");
});

test("a status may have a hint of its own", () => {
	expect(of("refused-upgrade", 404).message).toBe(
		`${url} answered HTTP 404 instead of upgrading: wrong path`,
	);
	expect(of("refused-upgrade", 500).message).toMatch(/HTTP 500.*check that it is/);
});
