import type { ConformanceCase } from "../../conformance.js";
import type { Peer } from "../../peer.js";
import { check } from "../check.js";
import { gatewayCase } from "./gateway-case.js";
import type { Stage } from "./stage.js";
import {
	type CloudTarget,
	needsConnect,
	needsHeartbeat,
	needsNoHeartbeat,
	needsPatience,
} from "./target.js";
import { opcodes, type Wire } from "./wire.js";

/** How much a busy machine may be off. */
const slackMs = (ms: number): number => 0.1 * ms + 50;
const needsBeats = (times: number) =>
	needsPatience(({ heartbeatTimeoutMs: ms }) => times * ms + slackMs(ms));
const needsServerPings = (times: number) =>
	needsPatience(({ pingIntervalMs: ms }) => times * ms + slackMs(ms));

/** Of the deadlines that gateways had, the longest and some more. */
const silentMs = 25_000;

/**
 * The end has to come between one period and two after the last ping: gateways count periods, or
 * from ping to ping. Until then `chatter` is called time and again.
 */
async function isDropped(
	stage: Stage,
	since: number,
	hasEnded: () => boolean,
	chatter: () => void = () => {},
): Promise<void> {
	const { heartbeatTimeoutMs: ms } = stage.terms;
	const elapsed = (): number => stage.now() - since;
	while (!hasEnded() && elapsed() < 2 * ms + slackMs(ms)) {
		chatter();
		await stage.pause(ms / 10);
	}
	const shown = Math.round(elapsed());
	check(hasEnded(), `kept for ${shown} ms without a ping`);
	check(shown >= ms - slackMs(ms), `dropped ${shown} ms after its last ping`);
}

const peerHasEnded = (peer: Peer) => () => peer.end !== null;

/** Answers the gateway's pings until some time has passed; how many there were. */
async function answering(stage: Stage, wire: Wire, ms: number): Promise<number> {
	const until = stage.now() + ms;
	let pings = 0;
	for (;;) {
		const frame = await wire.next("a ping", ms).catch(() => null);
		check(!wire.isOver, "a lamp that answered was dropped");
		if (frame?.opcode === opcodes.ping) {
			pings++;
			wire.send(opcodes.pong, frame.payload);
		}
		if (frame === null || stage.now() >= until) return pings;
	}
}

/** Who is still there: the lamp's pings, and the gateway's own. */
export const heartbeatCases: readonly ConformanceCase<CloudTarget>[] = [
	gatewayCase(
		"no-heartbeat-asked",
		"Where no pings are asked for, a lamp may say nothing for as long as it likes",
		async (stage) => {
			const lamp = await stage.enter();
			await lamp.quiet(silentMs);
		},
		needsNoHeartbeat,
		needsPatience(() => silentMs),
	),
	gatewayCase(
		"heartbeat-missed",
		"Where pings are asked for, a lamp that sends none is dropped after one to two periods",
		async (stage) => {
			const { peer } = await stage.enter();
			await isDropped(stage, stage.now(), peerHasEnded(peer));
		},
		needsHeartbeat,
		needsBeats(2),
	),
	gatewayCase(
		"heartbeat-missed-later",
		"A lamp that stops to ping is dropped one to two periods after its last ping",
		async (stage) => {
			const lamp = await stage.enter();
			for (let i = 0; i < 3; i++) await lamp.quiet(stage.terms.heartbeatTimeoutMs / 2);
			await isDropped(stage, stage.now(), peerHasEnded(lamp.peer));
		},
		needsHeartbeat,
		needsBeats(3.5),
	),
	gatewayCase(
		"heartbeat-kept",
		"A lamp that pings in time stays",
		async (stage) => {
			const lamp = await stage.enter();
			for (let i = 0; i < 8; i++) await lamp.quiet(stage.terms.heartbeatTimeoutMs / 2);
		},
		needsHeartbeat,
		needsBeats(4),
	),
	gatewayCase(
		"heartbeat-is-a-ping",
		"Other text is no heartbeat: no log line, no pong, not the secret",
		async (stage) => {
			const lamp = await stage.enter();
			await lamp.settle();
			const since = stage.now();
			await isDropped(stage, since, peerHasEnded(lamp.peer), () => {
				for (const word of ["d:here", "pong", stage.target.secret, "Ping"]) lamp.send(word);
			});
		},
		needsHeartbeat,
		needsBeats(2),
	),
	gatewayCase(
		"heartbeat-by-websocket-ping",
		"A WebSocket ping is as good a heartbeat as the text",
		async (stage) => {
			const { heartbeatTimeoutMs: ms } = stage.terms;
			const wire = await stage.wire();
			await wire.login(stage.target.secret);
			for (let i = 0; i < 8; i++) {
				await stage.pause(ms / 2);
				check(!wire.isOver, "a lamp that pinged was dropped");
				wire.send(opcodes.ping, "here");
			}
			await isDropped(stage, stage.now(), () => wire.isOver);
		},
		needsHeartbeat,
		needsConnect,
		needsBeats(6),
	),
	gatewayCase(
		"heartbeat-is-no-pong",
		"A WebSocket pong is no heartbeat",
		async (stage) => {
			const wire = await stage.wire();
			await wire.login(stage.target.secret);
			await isDropped(
				stage,
				stage.now(),
				() => wire.isOver,
				() => wire.send(opcodes.pong),
			);
		},
		needsHeartbeat,
		needsConnect,
		needsBeats(2),
	),
	gatewayCase(
		"heartbeat-of-each-lamp",
		"A lamp's pings keep no other lamp",
		async (stage) => {
			const { heartbeatTimeoutMs: ms } = stage.terms;
			const [lamp, other] = await stage.enterAll(2);
			for (let i = 0; i < 5; i++) await lamp.quiet(ms / 2);
			check(other.peer.end !== null, "a lamp that sent no ping was kept");
			await lamp.settle();
		},
		needsHeartbeat,
		needsBeats(2.5),
	),
	gatewayCase(
		"gateway-pings",
		"The gateway sends every lamp a WebSocket ping in each of its intervals; who answers stays",
		async (stage) => {
			const wire = await stage.wire();
			await wire.login(stage.target.secret);
			const ms = 3.5 * stage.terms.pingIntervalMs;
			const pings = await answering(stage, wire, ms);
			check(pings === 3 || pings === 4, `got ${pings} pings in ${ms} ms`);
			wire.send(opcodes.text, "ping");
			await wire.expect(opcodes.text, "pong");
		},
		needsConnect,
		needsServerPings(3.5),
	),
	gatewayCase(
		"gateway-drops-the-dead",
		"A lamp that answers none of them is cut when it has missed two, and not before",
		async (stage) => {
			const ms = stage.terms.pingIntervalMs;
			const wire = await stage.wire();
			await wire.login(stage.target.secret);
			const since = stage.now();
			await stage.pause(2 * ms - slackMs(ms));
			check(!wire.isOver, "cut before it could miss two pings");
			await wire.ended(2 * ms + 2 * slackMs(ms));
			check(stage.now() - since <= 4 * ms + slackMs(ms), "cut too late");
		},
		needsConnect,
		needsServerPings(4),
	),
];
