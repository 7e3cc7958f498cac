import { type JsonValue, parseJson } from "@gw-sim/core";
import type { ItemId, Subscription } from "@gw-sim/protocols/rooms";

/** What happens in a room, as it goes through the room's log; values come with the log's events. */
export type News =
	/** A finished frame, for the subscribers of `to` or for everybody. */
	| { readonly kind: "frame"; readonly to: Subscription | null; readonly frame: string }
	| { readonly kind: "config" }
	/** A session's properties have changed. */
	| { readonly kind: "visitor"; readonly session: string }
	| { readonly kind: "poll"; readonly id: ItemId }
	| { readonly kind: "counter"; readonly id: ItemId }
	/** A vote that lasts as long as its session is connected; null takes it back. */
	| {
			readonly kind: "ephemeral";
			readonly id: ItemId;
			readonly session: string;
			readonly answer: string | null;
	  };

/** A head of one line, and the frame as it is: a log must not encode it a second time. */
export function encodeNews(news: News): string {
	if (news.kind !== "frame") return JSON.stringify(news);
	const { kind, to, frame } = news;
	return `${JSON.stringify({ kind, to })}\n${frame}`;
}

/** Null for what another version may have written. */
export function decodeNews(body: string): News | null {
	const end = body.indexOf("\n");
	const head = parseJson(end === -1 ? body : body.slice(0, end));
	if (typeof head !== "object" || head === null || !("kind" in head)) return null;
	const { kind, to, id, session, answer } = head;
	switch (kind) {
		case "frame":
			return { kind, to: subscriptionIn(to), frame: body.slice(end + 1) };
		case "config":
			return { kind };
		case "visitor":
			return typeof session === "string" ? { kind, session } : null;
		case "poll":
		case "counter":
			return isItemId(id) ? { kind, id } : null;
		case "ephemeral":
			if (!isItemId(id) || typeof session !== "string") return null;
			return { kind, id, session, answer: typeof answer === "string" ? answer : null };
		default:
			return null;
	}
}

function subscriptionIn(value: JsonValue | undefined): Subscription | null {
	if (typeof value !== "object" || value === null || !("event" in value)) return null;
	const { event, id } = value;
	return typeof event === "string" && typeof id === "string" ? { event, id } : null;
}

function isItemId(value: JsonValue | undefined): value is ItemId {
	return typeof value === "string" || typeof value === "number";
}
