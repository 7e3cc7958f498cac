import { isJsonObject, type JsonObject, parseJson } from "@gw-sim/core";
import { type PublicUser, publicProperties } from "@gw-sim/protocols/rooms";

/** Most who are there have said nothing of themselves. */
export const nothing: JsonObject = {};

/** What a room remembers of a session. */
export interface SessionRecord {
	readonly suffix: number;
	readonly properties: JsonObject;
}

/** A session that is connected, by one socket or several, which share what it is. */
export class Visitor {
	readonly session: string;
	/** Its sockets on this node, those that are still on their way in among them. */
	sockets = 0;
	#suffix: number | null = null;
	#properties: JsonObject | null = null;
	#public: PublicUser | null = null;
	#ephemeralVotes: Set<string> | null = null;

	constructor(session: string) {
		this.session = session;
	}

	/** 0 until it is identified. */
	get suffix(): number {
		return this.#suffix ?? 0;
	}

	get properties(): JsonObject {
		return this.#properties ?? nothing;
	}

	set properties(properties: JsonObject) {
		this.#properties = properties;
		this.#public = null;
	}

	/** Whether it has sent a vote in an ephemeral poll. */
	hasVotedFor(poll: string): boolean {
		return this.#ephemeralVotes?.has(poll) ?? false;
	}

	/** Takes over what the room remembers; what has come since then is newer. */
	identify({ suffix, properties }: SessionRecord): void {
		this.#suffix ??= suffix;
		this.#properties ??= properties;
		this.#public = null;
	}

	/** Notes a vote in an ephemeral poll when it is sent: it may come after its voter is gone. */
	votesFor(poll: string): void {
		this.#ephemeralVotes ??= new Set();
		this.#ephemeralVotes.add(poll);
	}

	/** What others may know. */
	get public(): PublicUser {
		this.#public ??= { suffix: this.suffix, properties: publicProperties(this.properties) };
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
