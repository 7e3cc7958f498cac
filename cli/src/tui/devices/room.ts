import { isJsonObject, type JsonObject, type JsonValue } from "@gw-sim/core";
import type { Poll, RoomModel } from "../device-model.js";
import { limits } from "../limits.js";
import { numberOr, shown, word } from "../readers.js";
import { emptyRing, pushed } from "../ring.js";
import type { Saying } from "./chat.js";
import { baseOf, newBase } from "./device-base.js";

export function newRoom(name: string): RoomModel {
	return {
		...newBase(name),
		kind: "room",
		room: null,
		suffix: null,
		role: null,
		polls: [],
		counters: [],
		transcript: emptyRing,
	};
}

export function roomTold(room: RoomModel, state: JsonObject): RoomModel {
	return {
		...room,
		...baseOf(state, room),
		room: word(state.room),
		suffix: word(state.suffix),
		role: word(state.role),
	};
}

/** What the server said, as the model keeps it, and the line that it is worth, if it is. */
export function roomHeard(
	room: RoomModel,
	seq: number,
	at: number,
	type: string,
	data: JsonValue,
): RoomModel {
	const saying = sayingOf(type, data);
	const heard = withResult(room, type, isJsonObject(data) ? data : {});
	if (saying === null) return heard;
	const line = { seq, at, ...saying };
	return { ...heard, transcript: pushed(room.transcript, [line], limits.transcript) };
}

function withResult(room: RoomModel, type: string, body: JsonObject): RoomModel {
	switch (type) {
		case "poll":
		case "ephemeralPoll":
			return { ...room, polls: withPoll(room.polls, type, body) };
		case "counter": {
			const counter = { id: shown(body.id, 80), value: shown(body.raw, 80) };
			const others = room.counters.filter(({ id }) => id !== counter.id);
			return { ...room, counters: [...others, counter].slice(-limits.counters) };
		}
		default:
			return room;
	}
}

function withPoll(
	polls: readonly Poll[],
	kind: string,
	{ id, stats }: JsonObject,
): readonly Poll[] {
	const answers = Object.entries(isJsonObject(stats) ? stats : {}).slice(0, limits.answers);
	const votes = answers.map(([answer, count]) => ({
		answer: shown(answer, 80),
		count: numberOr(count, 0),
	}));
	const poll: Poll = { kind, id: shown(id, 80), votes };
	const others = polls.filter((other) => other.kind !== kind || other.id !== poll.id);
	return [...others, poll].slice(-limits.polls);
}

function sayingOf(type: string, data: JsonValue): Saying | null {
	const { message, user, id, stats, raw } = isJsonObject(data) ? data : {};
	switch (type) {
		case "chat":
			return { tone: "said", who: whoIs(user), text: shown(message, limits.message) };
		case "poll":
		case "ephemeralPoll":
			return { tone: "note", who: "", text: `${type} ${shown(id, 80)}: ${votesIn(stats)}` };
		case "counter":
			return { tone: "note", who: "", text: `counter ${shown(id, 80)} = ${shown(raw, 80)}` };
		case "error":
			return { tone: "alarm", who: "", text: `the server: ${shown(data)}` };
		// What changed in it is in the state.
		case "profile":
			return null;
		default:
			return { tone: "note", who: "", text: `${shown(type, 80)} ${shown(data)}` };
	}
}

/** By the name that most give themselves, and the number that everybody has. */
function whoIs(user: JsonValue | undefined): string {
	const { suffix, properties } = isJsonObject(user) ? user : {};
	const name = word(isJsonObject(properties) ? properties.name : undefined);
	const number = `#${shown(suffix, 20)}`;
	return name === null ? number : `${name} ${number}`;
}

function votesIn(stats: JsonValue | undefined): string {
	if (!isJsonObject(stats)) return "";
	const votes = Object.entries(stats).slice(0, limits.answers);
	return shown(votes.map(([answer, count]) => `${answer} ${shown(count, 20)}`).join(", "));
}
