import type { Random } from "@gw-sim/core";
import { oneIn, pick, weighted } from "../chance.js";
import { hostileKey } from "../hostile-json.js";
import type { Request, Step } from "../step.js";
import { ask, founding, type PuffArena, patience } from "./arena.js";
import { type Knowledge, lawfulText, packed, puffFrame } from "./frames.js";

const messages = 40;
const closeCodes = [1000, 1001, 1005, 3000, 4006];
const queries = [
	"",
	"",
	"encoding=json&compression=none",
	"encoding=json&compression=zlib",
	"compression=zlib",
	"compression=ZLIB",
	"compression=gzip&compression=zlib",
	"compression=zlib&compression=none",
	"encoding=etf",
	"encoding=etf&compression=zlib&__proto__=1",
];
/** About the times at which something happens by itself. */
const pauses = [1, 50, 98, 99, 100, 500, 2000, 9998, 9999, 10_000, 19_999, 30_000, 45_000, 66_000];

/** What a few people say who mean no good; each step is to be played before the next is made. */
export function* puffConversation(
	random: Random,
	stage: PuffArena,
	number: number,
): Generator<Step> {
	const { arena, model } = stage;
	const people = ["c", "d", "e", "f"]
		.filter((_, i) => i < 2 || oneIn(random, 2))
		.map((letter) => letter + number);
	if (knowledge(stage, "watcher").state === null) yield* founding(model);
	for (let said = 0; said < messages; said++) {
		const who = oneIn(random, 15) ? "watcher" : pick(random, people);
		if (arena.wire(who) === undefined) {
			yield { do: "open", who, query: pick(random, queries) };
			yield { do: "send", who, frames: [greeting(random, stage)] };
			continue;
		}
		yield* turn(random, stage, who);
		if (oneIn(random, 25)) yield* patience(pick(random, pauses));
		if (oneIn(random, 30)) yield { do: "ask", requests: [request(random, stage)] };
		if (oneIn(random, 40) && who !== "watcher") yield { do: "cut", who };
	}
	for (const who of people)
		yield oneIn(random, 4)
			? { do: "cut", who }
			: { do: "close", who, code: pick(random, closeCodes) };
	if (oneIn(random, 3)) yield* patience(pick(random, pauses));
	yield { do: "audit" };
}

/** One thing that somebody does: the watcher nothing that would harm it. */
function* turn(random: Random, stage: PuffArena, who: string): Generator<Step> {
	const known = knowledge(stage, who);
	if (who === "watcher") {
		yield { do: "send", who, frames: [packed(random, lawfulText(random, known))], barrier: ask };
		return;
	}
	if (oneIn(random, 25)) yield { do: "ping", who };
	const frames = [puffFrame(random, known)];
	while (oneIn(random, 12)) frames.push(puffFrame(random, known));
	yield { do: "send", who, frames, barrier: ask };
}

/** Mostly into a group. */
function greeting(random: Random, { model }: PuffArena): string {
	const groups = model.circles.all.map(({ id }) => id);
	const [first = "aaaaaa"] = groups;
	const id = oneIn(random, 3) && groups.length > 0 ? pick(random, groups) : first;
	return `{"op":1,"d":{"group_id":"${id}"}}`;
}

/** What somebody asks by HTTP. */
function request(random: Random, { model }: PuffArena): Request {
	const ids = [
		...model.circles.all.map(({ id }) => id),
		...model.circles.gone,
		"aaaaaa",
		"__proto__",
	];
	const id = oneIn(random, 8) ? JSON.parse(hostileKey(random)) || "x" : pick(random, ids);
	const group = `/v1/groups/${encodeURIComponent(id)}`;
	const deleted = `/api/v0/puff/groups/${encodeURIComponent(id)}`;
	return weighted<Request>(random, [
		[3, () => ({ method: "GET", path: "/v1/groups", body: "" })],
		[3, () => ({ method: "GET", path: group, body: "" })],
		[1, () => ({ method: "POST", path: group, body: "{}" })],
		[2, () => ({ method: "DELETE", path: deleted, body: "" })],
	]);
}

function knowledge({ arena, model }: PuffArena, who: string): Knowledge {
	const wire = arena.wire(who);
	const guest = wire === undefined ? undefined : model.guestOf(wire);
	return {
		groups: model.circles.all.map(({ id }) => id),
		gone: model.circles.gone,
		state: guest?.circle?.state ?? null,
		terms: model.terms,
	};
}
