import { integer, type Random } from "@gw-sim/core";
import { oneIn, pick, weighted } from "../chance.js";
import type { Step } from "../step.js";
import type { CloudArena } from "./arena.js";
import { firstFrame, lampFrame } from "./frames.js";
import { requests } from "./requests.js";
import { pingIntervalMs } from "./terms.js";

const messages = 40;
const closeCodes = [1000, 1001, 1005, 3000, 4001];
const queries = ["", "secret=cloud-my-butt", "__proto__=1"];

/** What a few lamps do that come and go, while somebody changes what they show. */
export function* cloudConversation(
	random: Random,
	staged: CloudArena,
	number: number,
): Generator<Step> {
	const people = ["c", "d", "e", "f"].slice(0, integer(random, 1, 4)).map((one) => one + number);
	for (const who of people) yield* arrival(random, who, staged);
	for (let said = 0; said < messages; said++) {
		const who = pick(random, people);
		if (staged.arena.wire(who) === undefined) yield* arrival(random, who, staged);
		else yield deed(random, who, staged);
	}
	for (const who of people)
		yield oneIn(random, 4)
			? { do: "cut", who }
			: { do: "close", who, code: pick(random, closeCodes) };
	yield { do: "audit" };
}

function* arrival(random: Random, who: string, { terms }: CloudArena): Generator<Step> {
	yield { do: "open", who, query: pick(random, queries) };
	// Some take their time, perhaps too much of it, and say so only to the socket.
	if (oneIn(random, 6)) {
		if (oneIn(random, 2)) yield { do: "ping", who };
		if (oneIn(random, 2))
			yield { do: "pause", ms: terms.handshakeTimeoutMs + integer(random, -4, 1) };
		if (oneIn(random, 2)) return;
	}
	const frames = [firstFrame(random)];
	while (oneIn(random, 4)) frames.push(lampFrame(random));
	yield { do: "send", who, frames };
}

function deed(random: Random, who: string, staged: CloudArena): Step {
	return weighted<Step>(random, [
		[
			30,
			() => {
				const frames = [lampFrame(random)];
				while (oneIn(random, 6)) frames.push(lampFrame(random));
				const send = { do: "send", who, frames } as const;
				// A ping is more than a barrier: it puts off the end of a lamp that does not beat.
				return oneIn(random, 2) ? { ...send, barrier: "ping" } : send;
			},
		],
		[22, () => ({ do: "ask", requests: requests(random) })],
		[4, () => ({ do: "ping", who })],
		[2, () => ({ do: "sleep", who })],
		[2, () => ({ do: "wake", who })],
		[2, () => ({ do: "pause", ms: integer(random, 1, 20) })],
		[4, () => ({ do: "pause", ms: aboutDue(random, staged) })],
		[1, () => ({ do: "cut", who })],
		[1, () => ({ do: "close", who, code: pick(random, closeCodes) })],
	]);
}

/** Until something happens by itself, or just not; or about as long as such things take. */
function aboutDue(random: Random, { arena, model, terms }: CloudArena): number {
	const { handshakeTimeoutMs, repeatMs, heartbeatTimeoutMs } = terms;
	const times = [handshakeTimeoutMs, repeatMs, heartbeatTimeoutMs, pingIntervalMs];
	const untilNext = model.nextDue - arena.clock.now();
	// Where nobody is there, nothing happens ever again.
	const isNext = oneIn(random, 2) && Number.isFinite(untilNext);
	const ms = isNext ? untilNext : pick(random, times) * pick(random, [1, 1, 2]);
	return Math.max(1, ms + integer(random, -1, 1));
}
