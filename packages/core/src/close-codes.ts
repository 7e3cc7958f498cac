/**
 * What a client does after a close: `resume` the session on a new connection, `reconnect` and start
 * afresh, or give up because the same will happen again (`fatal`).
 */
export type Recovery = "resume" | "reconnect" | "fatal";

export interface CloseCodeMeaning {
	/** In the field's words, for people. */
	readonly name: string;
	readonly recovery: Recovery;
}

export type CloseCodeTable = Readonly<Record<number, CloseCodeMeaning>>;

/** The codes of RFC 6455 section 7.4.1 and the IANA registry; protocols add theirs. */
export const standardCloseCodes: CloseCodeTable = {
	1000: { name: "normal closure", recovery: "reconnect" },
	1001: { name: "going away", recovery: "reconnect" },
	1002: { name: "protocol error", recovery: "reconnect" },
	1003: { name: "unsupported data", recovery: "reconnect" },
	1005: { name: "no status received", recovery: "reconnect" },
	1006: { name: "abnormal closure", recovery: "reconnect" },
	1007: { name: "invalid payload data", recovery: "reconnect" },
	1008: { name: "policy violation", recovery: "reconnect" },
	1009: { name: "message too big", recovery: "reconnect" },
	1010: { name: "mandatory extension missing", recovery: "reconnect" },
	1011: { name: "internal error", recovery: "reconnect" },
	1012: { name: "service restart", recovery: "reconnect" },
	1013: { name: "try again later", recovery: "reconnect" },
	1014: { name: "bad gateway", recovery: "reconnect" },
	1015: { name: "TLS handshake failed", recovery: "reconnect" },
};

/** The meaning of a code; one that the table does not know is worth another try. */
export function meaningOf(table: CloseCodeTable, code: number): CloseCodeMeaning {
	return (
		(Object.hasOwn(table, code) ? table[code] : undefined) ?? {
			name: `close code ${code}`,
			recovery: "reconnect",
		}
	);
}
