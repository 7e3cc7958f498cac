import type { ErrorMessage } from "./messages.js";

/** The codes that function code 150 may carry. There is no 2. */
export type ChatErrorCode =
	| 0
	| 1
	| 3
	| 4
	| 5
	| 99
	| 4000
	| 4001
	| 4002
	| 4003
	| 4004
	| 4005
	| 544_541;

export interface ChatErrorMeaning {
	/** In the documents' words, for people. */
	readonly name: string;
	/** When the gateway closes the connection over it; `identifying` means in answer to a 110 alone. */
	readonly fatal: "always" | "identifying" | "never";
	/** With which code it then closes; null where it never does. */
	readonly closeCode: number | null;
}

/** The documented codes; which of them are fatal, and the close codes, are this project's choice. */
export const chatErrors: Readonly<Record<ChatErrorCode, ChatErrorMeaning>> = {
	0: { name: "invalid token", fatal: "always", closeCode: 1008 },
	1: { name: "the user is not in the database", fatal: "identifying", closeCode: 1008 },
	3: { name: "the room is not in the database", fatal: "never", closeCode: null },
	4: { name: "the bot is not in the database", fatal: "always", closeCode: 1008 },
	5: { name: "the user is banned", fatal: "always", closeCode: 1008 },
	99: { name: "the database failed", fatal: "always", closeCode: 1011 },
	4000: { name: "the payload is too large", fatal: "always", closeCode: 4000 },
	4001: { name: "timed out", fatal: "always", closeCode: 4001 },
	4002: { name: "too many payloads", fatal: "always", closeCode: 4002 },
	4003: { name: "the gateway shuts down", fatal: "always", closeCode: 4003 },
	4004: { name: "invalid or malformed event", fatal: "never", closeCode: null },
	4005: { name: "communicated without identifying", fatal: "never", closeCode: null },
	544541: { name: "tea", fatal: "never", closeCode: null },
};

/** How a gateway says no: what it sends, and the code with which it closes after that, if it does. */
export interface Refusal {
	readonly message: ErrorMessage;
	readonly closeCode: number | null;
}

/** The refusal for a code, in answer to a 110 (`identifying`) or to anything else. */
export function refusalOf(code: ChatErrorCode, phase: "identifying" | "identified"): Refusal {
	const { fatal, closeCode } = chatErrors[code];
	const isFatal = fatal === "always" || fatal === phase;
	return {
		message: { kind: "error", code, fatal: isFatal },
		closeCode: isFatal ? closeCode : null,
	};
}

/** What a code means, for people. */
export function errorMeaning(code: number): string {
	return isChatErrorCode(code) ? chatErrors[code].name : "not documented";
}

function isChatErrorCode(code: number): code is ChatErrorCode {
	return Object.hasOwn(chatErrors, code);
}
