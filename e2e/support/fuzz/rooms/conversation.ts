import type { Random } from "@gw-sim/core";
import { oneIn, pick } from "../chance.js";
import { draft, written } from "../draft.js";
import type { Step } from "../step.js";
import { askProfile, mainRoom, type RoomsArena } from "./arena.js";
import { type Knowledge, proof, roomsFrame } from "./frames.js";

const messages = 40;
const flood = Array.from(
	{ length: 25 },
	(_, id) => `{"type":"ephemeralPoll","data":{"id":${id},"answer":"soup"}}`,
);
const closeCodes = [1000, 1001, 1005, 3000, 4001];

const rooms = ["den-2", "", "__proto__", "constructor", "\u202e den", "a:b", "den-1:x", "toString"];

/** What a few people say who mean no good; each step is to be played before the next is made. */
export function* roomsConversation(
	random: Random,
	{ arena, model }: RoomsArena,
	number: number,
): Generator<Step> {
	const people = [`c${number}`, `d${number}`, ...(oneIn(random, 3) ? [`e${number}`] : [])];
	const stage = { arena, model };
	for (const who of people) {
		yield opening(random, stage, who);
		if (!oneIn(random, 3)) continue;
		const authenticate = draft({
			type: '"authenticate"',
			data: proof(random, knowledge(stage, who)),
		});
		yield { do: "send", who, frames: [written(authenticate)], barrier: askProfile };
	}
	for (let said = 0; said < messages; said++) {
		const who = pick(random, people);
		if (arena.wire(who) === undefined) {
			yield opening(random, stage, who);
			continue;
		}
		const known = knowledge(stage, who);
		const frames = [roomsFrame(random, known)];
		while (oneIn(random, 12)) frames.push(roomsFrame(random, known));
		yield { do: "send", who, frames, barrier: askProfile };
		if (oneIn(random, 30)) yield { do: "cut", who };
	}
	// Their votes go when they leave: limits are reached at once, or never.
	if (oneIn(random, 10)) for (const who of people) yield { do: "send", who, frames: flood };
	for (const who of people)
		yield oneIn(random, 4)
			? { do: "cut", who }
			: { do: "close", who, code: pick(random, closeCodes) };
	yield { do: "audit" };
}

/** Mostly into the room that is watched, sometimes as somebody who was there before. */
function opening(random: Random, { model }: RoomsArena, who: string): Step {
	const room = oneIn(random, 5) ? pick(random, rooms) : mainRoom;
	const query = new URLSearchParams({ room });
	const guests = model.den(mainRoom)?.guests.slice(1) ?? [];
	if (oneIn(random, 4))
		query.set("session", guests.length === 0 ? "made-up" : pick(random, guests).id.text);
	if (oneIn(random, 20)) query.set("session", pick(random, ["\u0000", "../x", "x".repeat(2000)]));
	return { do: "open", who, query: query.toString() };
}

function knowledge({ arena, model }: RoomsArena, who: string): Knowledge {
	const wire = arena.wire(who);
	const den = wire === undefined ? undefined : model.seatOf(wire)?.den;
	const { signingKey } = model.terms;
	return {
		room: den?.name ?? mainRoom,
		signingKey,
		wallTime: arena.clock.wallTime(),
		polls: [...(den?.polls.keys() ?? []), ...(den?.ephemeralPolls.keys() ?? [])],
		counters: [...(den?.counters.keys() ?? [])],
	};
}
