import type { LockLoss } from "@gw-sim/protocols/lock";
import { expect, test } from "vitest";
import { lockClientSettings } from "./options.js";
import { problemOf } from "./problem.js";

const settings = lockClientSettings({
	url: "ws://me:secret@hub/socket/websocket?token=secret",
	serial: "lock-1",
});

function failed(kind: string, message: string, status?: number): LockLoss {
	const failure = status === undefined ? { kind, message } : { kind, message, status };
	return { cause: "closed", code: 1006, failure };
}

test.each([
	["refused-upgrade", failed("refused-upgrade", "", 403), /403.*check name, vsn and the token/],
	[
		"refused-upgrade",
		failed("refused-upgrade", "", 404),
		/404.*path, which is \/socket\/websocket/,
	],
	["refused-upgrade", failed("refused-upgrade", "", 503), /no more connections/],
	["refused-upgrade", failed("refused-upgrade", "", 500), /answered HTTP 500 instead/],
	["unreachable", failed("unreachable", "nothing listens there"), /gw-sim serve/],
	["unknown-host", failed("unknown-host", "the host name is unknown"), /check its spelling/],
	["tls", failed("tls", "TLS failed (CERT_HAS_EXPIRED)"), /check the certificate/],
	["connect-timeout", failed("timeout", "no answer to the upgrade"), /lock hub listens/],
	["connect-failed", failed("other", "Server sent no subprotocol"), /leave authToken out/],
	["connect-failed", failed("other", "the connection could not be opened"), /check the address/],
	["connect-failed", failed("other", "\u001b]0;x\u0007"), /\\u001b\]0;x\\u0007/],
	["cut", { cause: "closed", code: 1006 }, /1006/],
	["closed", { cause: "closed", code: 1012 }, /1012: the hub restarts/],
	["closed", { cause: "closed", code: 4999 }, /4999/],
	["join-refused", { cause: "join-refused", reason: "no\nway" }, /no\\u000away/],
	["join-timeout", { cause: "join-timeout" }, /within 10000 ms/],
	["bad-state", { cause: "bad-state" }, /uuid and serial/],
	["heartbeat-timeout", { cause: "heartbeat-timeout" }, /heartbeat within 10000 ms/],
	["channel-error", { cause: "channel-error" }, /phx_error/],
	["channel-closed", { cause: "channel-closed" }, /phx_close/],
] satisfies [string, LockLoss, RegExp][])("%s says in one line what to do", (code, loss, words) => {
	const problem = problemOf(loss, settings);
	expect(problem.code).toBe(code);
	expect(problem.message).toMatch(words);
	expect(problem.message).not.toMatch(/\n|secret/);
});
