import { messageOf } from "@gw-sim/core";
import type { ConnectFailure } from "../socket.js";

const tlsCode =
	/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH)/;

/** Sorts the errors of Node's network stack and of `ws` by what a person would have to mend. */
export function connectFailure(error: unknown, timeoutMs: number): ConnectFailure {
	const code = codeOf(error);
	const message = messageOf(error);
	if (code === "ECONNREFUSED") return { kind: "unreachable", message: "nothing listens there" };
	if (code === "EHOSTUNREACH" || code === "ENETUNREACH" || code === "ECONNRESET")
		return { kind: "unreachable", message: `the connection failed (${code})` };
	if (code === "ENOTFOUND" || code === "EAI_AGAIN")
		return { kind: "unknown-host", message: "the host name is unknown" };
	if (code === "ETIMEDOUT" || message === "Opening handshake has timed out")
		return { kind: "timeout", message: `no answer to the upgrade within ${timeoutMs} ms` };
	if (tlsCode.test(code) || /wrong version number|certificate/i.test(message))
		return { kind: "tls", message: `TLS failed (${code === "" ? message : code})` };
	// Node gives the collected error of several addresses no message.
	return { kind: "other", message: message === "" ? code : message };
}

function codeOf(error: unknown): string {
	if (typeof error !== "object" || error === null) return "";
	// Node tries every address of a host and reports all failures together.
	if ("errors" in error && Array.isArray(error.errors) && error.errors.length > 0)
		return codeOf(error.errors[0]);
	return "code" in error && typeof error.code === "string" ? error.code : "";
}
