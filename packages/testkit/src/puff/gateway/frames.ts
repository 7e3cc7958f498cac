import { parseExactJson } from "@gw-sim/core";
import { anyInteger, anyText, anything, oneOf, type Pattern, textLike } from "../../pattern.js";

/** JSON text as a pattern: long numbers digit by digit, `__proto__` a key like any other. */
export function json(text: string): Pattern {
	return parseExactJson(text, 20) ?? null;
}

const anyUuid: Pattern = textLike(
	/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
);

export const anyGroupId: Pattern = textLike(/^[0-9a-z]{6}$/);

const adjectives =
	"Blue Afghan Bubba Maui Golden White Pineapple Fruity Sour Apple Jack Green Bruce Grease Banana Tropicana Durban Khalifa Lava";
const nouns =
	"Dream Kush Wowie Goat Widow Express Pebbles Diesel Fritter Herer Crack Banner Monkey Cookies Posion Poison Cake";
const anyOf = (words: string): string => `(${words.replaceAll(" ", "|")})`;

/** A name that the gateway made up; the original misspells Poison. */
export const anyGeneratedName: Pattern = textLike(
	new RegExp(`^${anyOf(adjectives)} ${anyOf(nouns)}$`),
);

export const hello: Pattern = {
	op: 0,
	d: { session_id: anyUuid, heartbeat_interval: anyInteger },
};

/** An event, without `d` where that is undefined. */
export function eventFrame(t: string, d?: Pattern): Pattern {
	return d === undefined ? { op: 3, t } : { op: 3, t, d };
}

export function errorFrame(t: string, code: string): Pattern {
	return eventFrame(t, { code });
}

export const notInGroup: Pattern = errorFrame("GROUP_ACTION_ERROR", "NOT_IN_GROUP");
export const missingData: Pattern = errorFrame("SYNTAX_ERROR", "MISSING_DATA");
export const invalidGroupId: Pattern = errorFrame("GROUP_JOIN_ERROR", "INVALID_GROUP_ID");

export function groupCreate(name: Pattern): Pattern {
	return eventFrame("GROUP_CREATE", { group_id: anyGroupId, name });
}

const anyState: Pattern = oneOf("chilling", "awaiting", "seshing");
const anyVisibility: Pattern = oneOf("private", "public");

/** JOINED_GROUP, of which some keys are known. */
export function joinedGroup(known: { readonly [key: string]: Pattern } = {}): Pattern {
	return eventFrame("JOINED_GROUP", {
		group_id: anyGroupId,
		name: anyText,
		visibility: anyVisibility,
		state: anyState,
		members: anything,
		...known,
	});
}

/** An item of JOINED_GROUP's members: one that has told nothing of itself unless `known` says more. */
export function listedMember(
	sessionId: string,
	known: { readonly [key: string]: Pattern } = {},
): Pattern {
	return {
		session_id: sessionId,
		name: "Unnamed",
		device_state: {},
		device_type: null,
		...known,
	};
}

export function userJoin(groupId: string, sessionId: string, name: Pattern = anyText): Pattern {
	const d = { group_id: groupId, session_id: sessionId, name };
	// Whether a newcomer's device_type is told here, too, is told differently by the sources.
	return eventFrame("GROUP_USER_JOIN", oneOf(d, { ...d, device_type: oneOf(null, anyText) }));
}

export function userLeft(groupId: string, sessionId: string): Pattern {
	return eventFrame("GROUP_USER_LEFT", { group_id: groupId, session_id: sessionId });
}

export function userReady(sessionId: string): Pattern {
	return eventFrame("GROUP_USER_READY", { session_id: sessionId });
}

/** The frame that lists all public groups. */
export const listingName = "PUBLIC_GROUPS_UPDATE";
