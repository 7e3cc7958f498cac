import { isJsonObject, type JsonObject, parseJson } from "@gw-sim/core";
import { type PublicUser, publicProperties } from "@gw-sim/protocols/rooms";

/** What a room remembers of a session. */
export interface SessionRecord {
	readonly suffix: number;
	readonly properties: JsonObject;
}

/** A session that is connected, by one socket or several, which share what it is. */
export class Visitor {
	readonly session: string;
	readonly suffix: number;
	/** Its sockets on this node. */
	sockets = 0;
	#properties: JsonObject;
	#public: PublicUser | null = null;

	constructor(session: string, { suffix, properties }: SessionRecord) {
		this.session = session;
		this.suffix = suffix;
		this.#properties = properties;
	}

	get properties(): JsonObject {
		return this.#properties;
	}

	set properties(properties: JsonObject) {
		this.#properties = properties;
		this.#public = null;
	}

	/** What others may know. */
	get public(): PublicUser {
		this.#public ??= { suffix: this.suffix, properties: publicProperties(this.#properties) };
		return this.#public;
	}
}

/** Null for what is no record. */
export function parseRecord(text: string | null): SessionRecord | null {
	const record = text === null ? undefined : parseJson(text);
	if (!isJsonObject(record)) return null;
	const { suffix, properties } = record;
	return typeof suffix === "number" && isJsonObject(properties) ? { suffix, properties } : null;
}

export function recordText({ suffix, properties }: SessionRecord): string {
	return JSON.stringify({ suffix, properties });
}
