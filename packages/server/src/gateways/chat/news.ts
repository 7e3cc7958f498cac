import { isJsonObject, type JsonObject, parseJson } from "@gw-sim/core";

/** What goes through the log of a chat room or of the lobby: facts for nodes, an event for clients. */
export interface News {
	/** Whatever a node has to know of it. */
	readonly facts: JsonObject;
	/** The event without its number; empty where clients are told nothing. */
	readonly head: string;
}

/** Facts on the first line, then the event as it is: a log must not encode it a second time. */
export function encodeNews(facts: JsonObject, head = ""): string {
	return `${JSON.stringify(facts)}\n${head}`;
}

/** Null for what another version may have written. */
export function decodeNews(body: string): News | null {
	const end = body.indexOf("\n");
	if (end === -1) return null;
	const facts = parseJson(body.slice(0, end));
	return isJsonObject(facts) ? { facts, head: body.slice(end + 1) } : null;
}
