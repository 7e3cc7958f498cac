import type { Random } from "@gw-sim/core";
import { Arena } from "../arena.js";
import { oneIn, pick } from "../chance.js";
import { isMarkedObject, type Marked, stringIn } from "../marked-json.js";
import type { Step } from "../step.js";
import type { Tally } from "../tally.js";
import { contentOf, readPacked } from "./ear.js";
import { PuffModel } from "./model.js";
import type { PuffTerms } from "./terms.js";

/** Answered at once, whatever came before, and without effect. */
export const ask = '{"op":1}';

const heartbeat = '{"op":420}';

export interface PuffArena {
	readonly arena: Arena;
	readonly model: PuffModel;
}

/** Somebody who watches, and now and then says something that all the others have to hear. */
const audit: readonly Step[] = [
	{ do: "send", who: "watcher", frames: [heartbeat, '{"op":5,"d":{}}', ask] },
	{ do: "ask", requests: [{ method: "GET", path: "/v1/groups", body: "" }] },
];

/** A gateway with its model, watched by somebody who behaves. */
export async function puffArena(
	seed: string,
	random: Random,
	answers: Tally,
	more: Partial<PuffTerms["limits"]> = {},
): Promise<PuffArena> {
	const terms: PuffTerms = {
		compat: oneIn(random, 4) ? "seed" : "default",
		heartbeatIntervalMs: 25_000,
		idleTimeoutMs: pick(random, [0, 60_000, 64_000]),
		heartbeatTimeoutMs: pick(random, [0, 0, 45_000]),
		emptyGroupTtlMs: 10_000,
		unjoinedGroupTtlMs: 30_000,
		maxPayloadBytes: 8192,
		limits: {
			depth: 32,
			groups: 8,
			publicGroups: pick(random, [1, 2, 3]),
			groupMembers: 4,
			deviceKeys: 12,
			deviceBytes: 600,
			groupBytes: 1500,
			...more,
		},
	};
	const { limits, ...puff } = terms;
	const model = new PuffModel(terms);
	const read = readPacked;
	const settings = { puff, limits };
	const arena = new Arena({ path: "/socket", settings, seed, model, audit, kindOf, answers, read });
	const query = oneIn(random, 2) ? "compression=zlib" : "";
	await arena.play({ do: "open", who: "watcher", query });
	for (const step of founding(model)) await arena.play(step);
	return { arena, model };
}

/** The watcher's way into a group of its own, each step to be played before the next is made. */
export function* founding(model: PuffModel): Generator<Step> {
	const who = "watcher";
	yield { do: "send", who, frames: ['{"op":2,"d":{"name":"Den"}}'] };
	const den = model.circles.all.at(-1);
	if (den === undefined) return;
	yield { do: "send", who, frames: [`{"op":1,"d":{"group_id":"${den.id}"}}`] };
}

/** Lets time pass, in which the watcher does not fall silent. */
export function* patience(ms: number): Generator<Step> {
	for (let left = ms; left > 0; left -= 20_000) {
		yield { do: "pause", ms: Math.min(left, 20_000) };
		yield { do: "send", who: "watcher", frames: [heartbeat] };
	}
}

/** The event, or what else it is. */
function kindOf(value: Marked): string {
	const frame = contentOf(value);
	if (!isMarkedObject(frame)) return "pong";
	const { d } = frame;
	const code = isMarkedObject(d) ? stringIn(d.code ?? null) : null;
	return [stringIn(frame.t) ?? "hello", ...(code === null ? [] : [code])].join("/");
}
