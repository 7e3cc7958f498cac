import type { Random } from "@gw-sim/core";
import { oneIn, pick } from "../chance.js";
import { draft, written } from "../draft.js";
import type { Step } from "../step.js";
import { type ChatArena, heartbeat } from "./arena.js";
import { chatFrame, type Knowledge, present } from "./frames.js";
import { admin, guests, tokenOf, watcher } from "./people.js";

const messages = 40;
const flood = Array.from(
	{ length: 40 },
	(_, i) => `{"f":130,"e":"MESSAGE_CREATE","cnf":{"content":"again","nonce":${i}}}`,
);
const closeCodes = [1000, 1001, 1005, 3000, 4001];

/** What one or two people say who mean no good; each step is to be played before the next is made. */
export function* chatConversation(
	random: Random,
	{ arena, model }: ChatArena,
	number: number,
): Generator<Step> {
	const people = [`c${number}`, ...(oneIn(random, 3) ? [`d${number}`] : [])];
	for (const who of people) {
		yield { do: "open", who, query: "" };
		if (oneIn(random, 8)) continue;
		const token = tokenOf(oneIn(random, 4) ? admin : pick(random, guests));
		const cnf = draft({ token: JSON.stringify(token) });
		yield { do: "send", who, frames: [written(draft({ f: "110", cnf }))] };
	}
	for (let said = 0; said < messages; said++) {
		const who = pick(random, people);
		const wire = arena.wire(who);
		if (wire === undefined) {
			yield { do: "open", who, query: "" };
			const back = present(random, knowledge({ arena, model }, who));
			yield { do: "send", who, frames: [written(back)], barrier: heartbeat };
			continue;
		}
		const known = knowledge({ arena, model }, who);
		const frames = [chatFrame(random, known)];
		while (oneIn(random, 12)) frames.push(chatFrame(random, known));
		yield { do: "send", who, frames, barrier: heartbeat };
		if (oneIn(random, 30)) yield { do: "cut", who };
	}
	// More messages than a room knows authors of come together only so.
	if (oneIn(random, 3)) yield { do: "send", who: pick(random, people), frames: flood };
	for (const who of people)
		yield oneIn(random, 4)
			? { do: "cut", who }
			: { do: "close", who, code: pick(random, closeCodes) };
	if (oneIn(random, 3)) yield { do: "pause", ms: 2000 };
	yield { do: "audit" };
}

function knowledge({ arena, model }: ChatArena, who: string): Knowledge {
	const wire = arena.wire(who);
	const session = wire === undefined ? null : model.sessionOf(wire);
	return {
		rooms: model.places.ids,
		messages: session?.place.messages ?? [],
		tooOld: session?.place.tooOld ?? null,
		sessions: [...model.sessions]
			.filter(({ member }) => member !== watcher)
			.map(({ id, member, last }) => ({ id: id.text, member, last })),
		last: session?.last ?? 0,
	};
}
