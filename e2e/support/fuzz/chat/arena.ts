import { Arena } from "../arena.js";
import { isMarkedObject, type Marked, member } from "../marked-json.js";
import type { Step } from "../step.js";
import type { Tally } from "../tally.js";
import { ChatModel, type ChatTerms } from "./model.js";
import { chatSettings, everybody, tokenOf, watcher } from "./people.js";

/** Answered at once, whatever came before. */
export const heartbeat = '{"f":120}';

const defaults: ChatTerms = {
	maxPayloadBytes: 4096,
	depth: 32,
	maxRooms: 40,
	bufferEvents: 50,
	ttlMs: 1000,
	rate: { payloads: 120, perMs: 60_000 },
	hbIntMs: 20_000,
};

export interface ChatArena {
	readonly arena: Arena;
	readonly model: ChatModel;
}

const say = '{"f":130,"e":"MESSAGE_CREATE","cnf":{"content":"all is well","nonce":7}}';

/** Somebody who watches from the room in which everybody starts. */
const audit: readonly Step[] = [
	{ do: "send", who: "watcher", frames: [heartbeat, say, '{"f":130,"t":"START_TYPING"}'] },
];

/** A chat gateway with its model, watched by somebody who behaves. */
export async function chatArena(
	seed: string,
	answers: Tally,
	{ hasRateLimit }: { readonly hasRateLimit: boolean },
): Promise<ChatArena> {
	// A window of one moment is none: time moves on with every step.
	const rate = hasRateLimit ? defaults.rate : { payloads: 100_000, perMs: 1 };
	const terms: ChatTerms = { ...defaults, rate };
	const { bufferEvents, ttlMs, maxPayloadBytes, maxRooms, depth } = terms;
	const model = new ChatModel(terms, everybody);
	const settings = {
		chat: {
			...chatSettings,
			maxPayloadBytes,
			rateLimit: rate,
			session: { ttlMs, bufferEvents },
		},
		limits: { rooms: maxRooms, depth },
	};
	const arena = new Arena({ path: "/chat", settings, seed, model, audit, kindOf, answers });
	await arena.play({ do: "open", who: "watcher", query: "" });
	const present = JSON.stringify({ f: 110, cnf: { token: tokenOf(watcher) } });
	await arena.play({ do: "send", who: "watcher", frames: [present] });
	return { arena, model };
}

/** The function code, with the error's or the event's name. */
function kindOf(frame: Marked): string {
	if (!isMarkedObject(frame)) return "other";
	const f = String(frame.f).slice(1);
	const cnf = member(frame, "cnf");
	if (f === "150" && isMarkedObject(cnf)) return `150/${String(cnf.c).slice(1)}`;
	if (f === "140" && isMarkedObject(cnf) && cnf.resumed === true) return "140 resumed";
	return f === "130" ? String(frame.e).slice(1) : f;
}
