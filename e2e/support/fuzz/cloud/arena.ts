import type { Frame, Random } from "@gw-sim/core";
import { SlowStore } from "../../../../packages/server/src/gateways/chat/testing/slow-store.js";
import { secret } from "../../cloud-secret.js";
import { Arena } from "../arena.js";
import { oneIn, pick } from "../chance.js";
import { isMarkedObject, type Marked, stringIn } from "../marked-json.js";
import type { Step } from "../step.js";
import type { Tally } from "../tally.js";
import { CloudModel } from "./model.js";
import { get } from "./requests.js";
import type { CloudTerms } from "./terms.js";

export interface CloudArena {
	readonly arena: Arena;
	readonly model: CloudModel;
	readonly terms: CloudTerms;
}

/** Somebody who watches, and comes back where the gateway had a reason to end that. */
const who = "watcher";
const watch: readonly Step[] = [
	{ do: "open", who, query: "" },
	{ do: "send", who, frames: [secret, "ping"] },
];

/** Longer than a change takes to be kept. */
const kept: Step = { do: "pause", ms: 5 };

const audit: readonly Step[] = [
	...watch,
	...["[1,2,3]", "[3,2,1]"].map(
		(color): Step => ({
			do: "ask",
			requests: [
				{ method: "PUT", path: "/api/v0/cloud", body: `{"mode":"color","color":${color}}` },
			],
		}),
	),
	kept,
	{ do: "ask", requests: [get("/api/v0/cloud")] },
	{ do: "ask", requests: [get("/config")] },
];

/** A cloud server with its model, watched by a lamp that behaves. */
export async function cloudArena(
	seed: string,
	random: Random,
	answers: Tally,
): Promise<CloudArena> {
	const terms: CloudTerms = {
		secret,
		handshakeTimeoutMs: pick(random, [500, 5000, 10_000]),
		repeatMs: pick(random, [0, 3000, 7000, 30_000, 60_000]),
		heartbeatTimeoutMs: oneIn(random, 2) ? pick(random, [4000, 9000]) : 0,
		latencyMs: oneIn(random, 2) ? 0 : pick(random, [1, 2, 4]),
	};
	const { latencyMs, ...cloud } = terms;
	const model = new CloudModel(terms);
	let keepsAtOnce = (): void => {};
	const arena = new Arena({
		path: "/cloud",
		settings: { cloud },
		seed,
		model,
		audit,
		kindOf,
		answers,
		read,
		store: (options) => {
			const store = new SlowStore(options);
			keepsAtOnce = () => {
				store.delayMs = latencyMs;
			};
			return store;
		},
	});
	for (const step of watch) await arena.play(step);
	// What is shown is loaded by now: only what is written takes its time.
	keepsAtOnce();
	return { arena, model, terms };
}

/** Every text is one that a lamp might read. */
function read(frame: Frame): Marked | undefined {
	return typeof frame === "string" ? `'${frame}` : undefined;
}

const kinds: readonly (readonly [start: string, kind: string])[] = [
	["ok", "ok"],
	["pong", "pong"],
	["[cc:0", "off"],
	["[cc:1", "weather"],
	["[cc:2", "colour"],
];

function kindOf(frame: Marked): string {
	if (isMarkedObject(frame)) return `WebSocket ${stringIn(frame.websocket)}`;
	const text = stringIn(frame) ?? "";
	return kinds.find(([start]) => text.startsWith(start))?.[1] ?? "other";
}
