import type { ConformanceCase } from "../../conformance.js";
import { check } from "../check.js";
import { color, type Shown, sameShown } from "../shown.js";
import { gatewayCase } from "./gateway-case.js";
import type { Lamp } from "./lamp.js";
import { readPacket } from "./packets.js";
import type { Stage } from "./stage.js";
import {
	type CloudTarget,
	type Need,
	needsChanges,
	needsNoRepeats,
	needsPatience,
	needsRepeats,
	type Terms,
} from "./target.js";

/** How much a busy machine may be off. */
const slackMs = ({ repeatMs }: Terms): number => 0.1 * repeatMs + 50;
const needsIntervals = (count: number) =>
	needsPatience((terms) => count * (terms.repeatMs + slackMs(terms)));

/** A lamp that only waits has to be allowed to. */
const needsNoPings: Need = ({ repeatMs = 0, heartbeatTimeoutMs = 0 }) =>
	heartbeatTimeoutMs === 0 || heartbeatTimeoutMs > 5 * repeatMs
		? null
		: "the target wants pings more often than its packets are repeated";

const longMs = 90_000;

/** A lamp that waits for repetitions as long as they may take. */
function enterWaiting(stage: Stage): Promise<Lamp> {
	const { terms } = stage;
	return stage.enter({ waitMs: terms.waitMs + 1.2 * terms.repeatMs });
}

/** The packet that has to come next, and how long it took. */
async function again(stage: Stage, { peer }: Lamp, wanted: Shown): Promise<number> {
	const since = stage.now();
	const frame = await peer.next("the packet again");
	const shown = readPacket(frame);
	check(
		shown !== null && sameShown(shown, wanted),
		`expected ${JSON.stringify(wanted)} again, got ${JSON.stringify(frame)}`,
	);
	const ms = Math.round(stage.now() - since);
	check(ms <= stage.terms.repeatMs + slackMs(stage.terms), `the packet came after ${ms} ms`);
	return ms;
}

/** The current packet, from time to time. */
export const repeatCases: readonly ConformanceCase<CloudTarget>[] = [
	gatewayCase(
		"repeats-the-packet",
		"A lamp is sent the current packet again in each of the gateway's intervals, once",
		async (stage) => {
			const lamp = await enterWaiting(stage);
			await again(stage, lamp, lamp.shown);
			for (let i = 0; i < 2; i++) {
				const ms = await again(stage, lamp, lamp.shown);
				const soonestMs = stage.terms.repeatMs - slackMs(stage.terms);
				check(ms >= soonestMs, `only ${ms} ms between two packets`);
			}
		},
		needsRepeats,
		needsNoPings,
		needsIntervals(3),
	),
	gatewayCase(
		"repeats-what-is-shown-now",
		"What is sent again is what is shown by then",
		async (stage) => {
			const lamp = await enterWaiting(stage);
			await again(stage, lamp, lamp.shown);
			const changed = color(44, 55, 66);
			await stage.showTo([lamp], changed);
			await again(stage, lamp, changed);
			await again(stage, lamp, changed);
		},
		needsRepeats,
		needsNoPings,
		needsChanges,
		needsIntervals(3),
	),
	gatewayCase(
		"repeats-for-lamps-alone",
		"Who has not sent the secret is sent no packet",
		async (stage) => {
			const peer = await stage.open();
			await peer.quiet(stage.terms.repeatMs + slackMs(stage.terms));
		},
		needsRepeats,
		needsIntervals(1),
		({ repeatMs = 0, handshakeTimeoutMs = 10_000 }) =>
			1.5 * repeatMs < handshakeTimeoutMs
				? null
				: "the secret has to come before the first repetition",
	),
	gatewayCase(
		"repeats-nothing-at-0",
		"Where nothing is repeated, a lamp is sent nothing until something changes",
		async (stage) => {
			const { heartbeatTimeoutMs } = stage.terms;
			const lamp = await stage.enter();
			const stepMs = heartbeatTimeoutMs === 0 ? longMs : heartbeatTimeoutMs / 2;
			for (let leftMs = longMs; leftMs > 0; leftMs -= stepMs)
				await lamp.quiet(Math.min(leftMs, stepMs));
		},
		needsNoRepeats,
		needsPatience(() => longMs),
	),
];
