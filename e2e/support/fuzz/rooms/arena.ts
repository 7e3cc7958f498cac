import type { Random } from "@gw-sim/core";
import { Arena } from "../arena.js";
import { oneIn } from "../chance.js";
import { isMarkedObject, type Marked, stringIn } from "../marked-json.js";
import type { Step } from "../step.js";
import type { Tally } from "../tally.js";
import { RoomsModel } from "./model.js";
import type { RoomsTerms } from "./terms.js";

/** Answered at once, whatever came before. */
export const askProfile = '{"type":"profile"}';

export const signingKey = "canary-4b0e-key";

/** Where everything happens that somebody watches. */
export const mainRoom = "den-1";

export interface RoomsArena {
	readonly arena: Arena;
	readonly model: RoomsModel;
}

const message = (type: string, data: unknown): string => JSON.stringify({ type, data });

const watched = ["chat", "poll", "ephemeralPoll", "counter", "weather"];

/** Somebody who watches, and now and then says something that must not be lost. */
const audit: readonly Step[] = [
	{
		do: "send",
		who: "watcher",
		frames: [
			message("ping", 1),
			message("chat", "all is well"),
			message("counter", { id: "default", value: 0.01 }),
			askProfile,
		],
	},
];

/** A room server with its model, watched by somebody who behaves. */
export async function roomsArena(
	seed: string,
	random: Random,
	answers: Tally,
	more: Partial<RoomsTerms["limits"]> = {},
): Promise<RoomsArena> {
	const terms: RoomsTerms = {
		signingKey,
		strictErrors: oneIn(random, 3),
		counterValueAs: oneIn(random, 4) ? "string" : "number",
		initialConfig: oneIn(random, 4) ? "\u202e{}" : "",
		limits: {
			depth: 32,
			rooms: 6,
			polls: 20,
			answers: 5,
			ballots: 30,
			counters: 25,
			subscriptions: 12,
			properties: 8,
			propertiesBytes: 2000,
			nameLength: 40,
			...more,
		},
	};
	const { limits, ...rooms } = terms;
	const model = new RoomsModel(terms);
	// No session is forgotten: then nobody but a room knows who comes back as whom.
	const settings = { rooms: { ...rooms, pingIntervalMs: 0 }, limits };
	const arena = new Arena({ path: "/websocket", settings, seed, model, audit, kindOf, answers });
	await arena.play({ do: "open", who: "watcher", query: `room=${mainRoom}` });
	const frames = watched.map((event) => message("subscribe", event));
	await arena.play({ do: "send", who: "watcher", frames, barrier: askProfile });
	return { arena, model };
}

const kinds = ["config", "profile", "chat", "poll", "ephemeralPoll", "counter", "error"];

/** The type, where it is one of the protocol. */
function kindOf(frame: Marked): string {
	const type = (isMarkedObject(frame) ? stringIn(frame.type) : null) ?? "";
	if (type.startsWith("relay:")) return "relay";
	return kinds.includes(type) ? type : "broadcast";
}
