import { type GroupInput, groupInputText, parseGroupInput } from "@gw-sim/protocols/puff";

/** What stands in the log of a group. All nodes that follow a group do with it the same. */
export type LogEntry =
	/** Something happens to the group. */
	| { readonly kind: "input"; readonly input: GroupInput }
	/** A node that comes late asks how the group is. */
	| { readonly kind: "ask"; readonly nonce: string }
	/** How the group was right after the ask with this nonce. */
	| { readonly kind: "answer"; readonly nonce: string; readonly snapshot: string }
	/** The group is over if nobody is in it, and nobody was since the event of this number. */
	| { readonly kind: "expire"; readonly emptySince: number };

/** The kind on a first line; what follows is not encoded a second time. */
export function logEntryText(entry: LogEntry): string {
	// The log keeps it: what is joined is one text, what is added up keeps its parts besides.
	return parts(entry).join("\n");
}

function parts(entry: LogEntry): readonly (string | number)[] {
	const { kind } = entry;
	switch (kind) {
		case "input":
			return [kind, groupInputText(entry.input)];
		case "ask":
			return [kind, entry.nonce];
		case "answer":
			return [kind, entry.nonce, entry.snapshot];
		case "expire":
			return [kind, entry.emptySince];
	}
}

/** Null for what another version may have written. */
export function parseLogEntry(text: string): LogEntry | null {
	const [kind, rest] = cut(text);
	switch (kind) {
		case "input": {
			const input = parseGroupInput(rest);
			return input === null ? null : { kind, input };
		}
		case "ask":
			return { kind, nonce: rest };
		case "answer": {
			const [nonce, snapshot] = cut(rest);
			return { kind, nonce, snapshot };
		}
		case "expire":
			return { kind, emptySince: Number(rest) };
		default:
			return null;
	}
}

/** The first line, and what comes after it. */
function cut(text: string): readonly [string, string] {
	const end = text.indexOf("\n");
	return end === -1 ? [text, ""] : [text.slice(0, end), text.slice(end + 1)];
}
