import { ExactNumber } from "@gw-sim/core";
import { anyObject, type Pattern, textLike } from "../../pattern.js";
import type { RoomsTarget } from "./target.js";

/** JSON text as a pattern, in which `__proto__` is a key like any other. */
export function json(text: string): Pattern {
	return JSON.parse(text);
}

export const anyUuid: Pattern = textLike(
	/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
);

export function configFrame(text: Pattern): Pattern {
	return { type: "config", data: text };
}

/** A profile of a plain user unless `keys` say otherwise. */
export function profileFrame(keys: { readonly [key: string]: Pattern }): Pattern {
	return {
		type: "profile",
		data: { properties: {}, connectionDetails: anyObject, role: "user", ...keys },
	};
}

/** A chat as its readers get it. */
export function chatFrame(message: Pattern, suffix: Pattern, properties: Pattern = {}): Pattern {
	return { type: "chat", data: { message, user: { suffix, properties } } };
}

export type Votes = Readonly<Record<string, number>> | readonly (readonly [string, number])[];

export function pollFrame(id: string | number, votes: Votes): Pattern {
	return statsFrame("poll", id, votes);
}

export function ephemeralFrame(id: string | number, votes: Votes): Pattern {
	return statsFrame("ephemeralPoll", id, votes);
}

function statsFrame(type: string, id: string | number, votes: Votes): Pattern {
	const stats = Array.isArray(votes) ? Object.fromEntries(votes) : votes;
	return { type, data: { id, stats: stats as Readonly<Record<string, number>> } };
}

/** A counter at a value given as decimal text, spelt as the target does. */
export function counterFrame(target: RoomsTarget, id: string | number, value: string): Pattern {
	if (target.counterValueAs === "string") return { type: "counter", data: { id, value } };
	const isLong = value.replaceAll(/\D/g, "").length >= 16;
	return {
		type: "counter",
		data: { id, value: isLong ? new ExactNumber(value) : Number(value) },
	};
}
