import {
	isMarkedObject,
	type Marked,
	type MarkedObject,
	member,
	stringIn,
} from "../marked-json.js";
import { Digits, type Pattern } from "../pattern.js";
import { idIn, wholeIn } from "./numbers.js";
import type { Places } from "./places.js";
import type { ModelSession } from "./session.js";

/** What an event may bring about beyond its own session. */
export interface Town {
	readonly places: Places;
	readonly sessions: Iterable<ModelSession>;
	isMember(id: string): boolean;
	ban(id: string, now: number): void;
}

export interface Circumstances {
	readonly now: number;
	/** Whether the gateway has refused it as malformed; asked where the rules leave a choice. */
	isRefused(): boolean;
}

/** Without data of their own. */
const bare = ["START_TYPING", "ROOM_USER_REMOVE"];

/** What an identified client's 130 comes to: the error code that it has to get, or null. */
export function enact(
	town: Town,
	session: ModelSession,
	fields: MarkedObject,
	circumstances: Circumstances,
): number | null {
	const name = eventIn(fields);
	const given = member(fields, "cnf");
	const cnf = given === undefined && name !== null && bare.includes(name) ? {} : given;
	if (name === null || !isMarkedObject(cnf)) return 4004;
	const may = (isCertain: boolean): boolean => isCertain || !circumstances.isRefused();
	switch (name) {
		case "MESSAGE_CREATE":
			return post(session, cnf, may);
		case "MESSAGE_DELETE": {
			const id = idIn(member(cnf, "messageID"));
			if (id === null || !may(id.isCertain)) return 4004;
			const { place, member: user } = session;
			if (!place.remove(id.value, user.id, user.admin)) return 4004;
			place.tell(name, { messageID: new Digits(id.value) });
			return null;
		}
		case "START_TYPING":
			session.place.tell(name, { user: session.user }, session);
			return null;
		case "CHANNEL_ADD":
			return addRoom(town, session, cnf, may);
		case "CHANNEL_MOVE":
		case "ROOM_USER_ADD": {
			const id = idIn(member(cnf, "roomID"));
			if (id === null || !may(id.isCertain)) return 4004;
			return move(town, session, id.value);
		}
		case "ROOM_USER_REMOVE":
			return move(town, session, "1");
		case "SYSTEM_BAN_ADD": {
			const id = idIn(member(cnf, "userID"));
			const reason = optional(cnf, "reason", (value) => stringIn(value) !== null);
			if (!session.member.admin || id === null || reason === "wrong") return 4004;
			if (!may(id.isCertain && reason !== "null")) return 4004;
			if (!town.isMember(id.value)) return 1;
			town.ban(id.value, circumstances.now);
			return null;
		}
		default:
			return 4004;
	}
}

/** The name in `e`, in `t`, or in both alike. */
function eventIn(fields: MarkedObject): string | null {
	const [e, t] = [member(fields, "e"), member(fields, "t")];
	if (e !== undefined && t !== undefined && e !== t) return null;
	return stringIn(e ?? t);
}

function post(
	session: ModelSession,
	cnf: MarkedObject,
	may: (isCertain: boolean) => boolean,
): number | null {
	const content = stringIn(member(cnf, "content"));
	if (content === null || !/\S/u.test(content)) return 4004;
	const given = member(cnf, "nonce");
	let nonce: Pattern | undefined;
	if (given === null) {
		if (!may(false)) return 4004;
	} else if (given !== undefined) {
		const reading = idIn(given);
		if (reading === null || !may(reading.isCertain)) return 4004;
		nonce = echo(given, reading.value);
	}
	const { place, user } = session;
	const messageID = place.post(session.member.id);
	place.tell("MESSAGE_CREATE", { user, content, messageID, nonce });
	return null;
}

/** The same number or text, though a number that is written oddly may come back plainly. */
function echo(given: Marked, value: string): Pattern {
	const text = stringIn(given);
	return text ?? ((back) => back === given || wholeIn(back)?.value === value);
}

function addRoom(
	town: Town,
	session: ModelSession,
	cnf: MarkedObject,
	may: (isCertain: boolean) => boolean,
): number | null {
	const name = stringIn(member(cnf, "name"));
	const description = optional(cnf, "description", (value) => stringIn(value) !== null);
	const visibility = optional(cnf, "visibility", (value) => typeof value === "boolean");
	if (name === null || description === "wrong" || visibility === "wrong") return 4004;
	const isOdd = !/\S/u.test(name) || description === "null" || visibility === "null";
	if (!may(!isOdd)) return 4004;
	const isPublic = member(cnf, "visibility") !== false;
	const place = town.places.add({
		name,
		description: stringIn(member(cnf, "description")) ?? "",
		visibility: isPublic,
		creator: session.user,
	});
	if (place === null) return 4004;
	const room = place.pattern;
	for (const one of isPublic ? town.sessions : [session]) one.hear("CHANNEL_ADD", { room });
	return null;
}

function move(town: Town, session: ModelSession, id: string): number | null {
	const place = town.places.find(id);
	if (place === null) return 3;
	const { place: previous, user } = session;
	session.hear("CHANNEL_MOVE", { room: place.pattern });
	if (previous === place) return null;
	previous.leave(session);
	session.place = place;
	place.enter(session);
	previous.tell("ROOM_USER_REMOVE", { user });
	place.tell("ROOM_USER_ADD", { user }, session);
	return null;
}

/** Whether something that may be absent is there and as it should be; null may stand for absent. */
function optional(
	cnf: MarkedObject,
	key: string,
	isRight: (value: Marked) => boolean,
): "right" | "null" | "wrong" {
	const value = member(cnf, key);
	if (value === undefined) return "right";
	if (value === null) return "null";
	return isRight(value) ? "right" : "wrong";
}
