import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { gatewayCase } from "./gateway-case.js";
import type { Member } from "./member.js";
import type { Stage } from "./stage.js";
import { needs, needsPatience, type PuffTarget, type Terms } from "./target.js";

/** How early a gateway may be with what it times, by the roundness of clocks. */
const slackMs = 50;

/** How long a case watches a connection that has to stay open. */
const watchMs = ({ idleTimeoutMs }: Terms): number => 2.5 * idleTimeoutMs;

/** A connection whose end may take as long as the idle timeout. */
function connectPatiently(stage: Stage, ms: number): Promise<Member> {
	return stage.connect({ waitMs: ms + stage.graceMs(ms) + stage.terms.waitMs });
}

/** The gateway has to close the connection as idle when its time is over. */
async function expectIdleEnd(stage: Stage, member: Member, since: number): Promise<void> {
	await member.closed(1000);
	const { idleTimeoutMs } = stage.terms;
	expectTime(stage, since, idleTimeoutMs, idleTimeoutMs);
}

/** So much time has to have passed. */
function expectTime(stage: Stage, since: number, fromMs: number, toMs: number): void {
	const ms = stage.terms.clock.now() - since;
	if (ms < fromMs - slackMs || ms > toMs + stage.graceMs(toMs))
		throw new ConformanceFailure(`it was closed after ${Math.round(ms)} ms, not ${fromMs}`);
}

/** Says something again and again, so that a connection is never silent for long; counts it. */
async function keepSaying(stage: Stage, ms: number, say: (turn: number) => void): Promise<number> {
	const stepMs = stage.terms.idleTimeoutMs / 3;
	for (let turn = 0; ; turn++) {
		if (turn * stepMs >= ms) return turn;
		say(turn);
		await stage.pause(stepMs);
	}
}

/** Op 420, and what happens to who is silent. */
export const heartbeatCases: readonly ConformanceCase<PuffTarget>[] = [
	gatewayCase(
		"heartbeat-has-no-answer",
		"Op 420 is not answered, whatever its d, and reaches nobody",
		async (stage) => {
			const [, a, b] = await stage.party(2);
			for (const d of [undefined, null, 1, "x", {}, []]) a.send(420, d);
			await a.settle();
			await b.quiet();
		},
	),
	gatewayCase(
		"silence-closes-1000",
		"A connection on which nothing comes for the idle timeout, 60 s, is closed with 1000 and no reason",
		async (stage) => {
			const { clock, idleTimeoutMs } = stage.terms;
			const since = clock.now();
			const member = await connectPatiently(stage, idleTimeoutMs);
			await expectIdleEnd(stage, member, since);
		},
		needsPatience(({ idleTimeoutMs }) => idleTimeoutMs),
	),
	gatewayCase(
		"heartbeats-keep-the-connection",
		"A client that sends op 420 every interval stays connected",
		async (stage) => {
			const { heartbeatIntervalMs, idleTimeoutMs } = stage.terms;
			const member = await stage.connect();
			const ms = watchMs(stage.terms);
			const stepMs = Math.min(heartbeatIntervalMs, 0.8 * idleTimeoutMs);
			for (let passed = 0; passed < ms; passed += stepMs) {
				await stage.pause(stepMs);
				member.send(420);
			}
			await member.settle();
		},
		needsPatience(watchMs),
	),
	gatewayCase(
		"any-message-is-activity",
		"Any message keeps the connection, one that is ignored or refused too; heartbeats are not asked for",
		async (stage) => {
			const member = await stage.connect();
			const frames = ["not json", '{"op":999}', '{"op":7}', '{"op":"x"}'];
			await keepSaying(stage, watchMs(stage.terms), (turn) =>
				member.raw(frames[turn % frames.length] ?? ""),
			);
			await member.settle();
		},
		needsPatience(watchMs),
		({ heartbeatTimeoutMs }) =>
			heartbeatTimeoutMs === undefined
				? null
				: "heartbeats are asked for: heartbeatTimeoutMs is set",
	),
	gatewayCase(
		"silence-counts-what-comes-in",
		"What the gateway sends does not keep a connection; the others hear that who was silent has left",
		async (stage) => {
			const { clock, idleTimeoutMs } = stage.terms;
			const silent = await connectPatiently(stage, idleTimeoutMs);
			const party = await stage.gather(silent);
			const a = await stage.connect();
			await party.add(a);
			const since = clock.now();
			silent.send(420);
			const report = (battery: number): void => a.send(4, { battery });
			const turns = await keepSaying(stage, 0.8 * idleTimeoutMs, report);
			for (let battery = 0; battery < turns; battery++)
				await silent.expect(party.deviceUpdate(a, { battery }));
			a.send(420);
			await expectIdleEnd(stage, silent, since);
			await party.lose(silent);
		},
		needsPatience(({ idleTimeoutMs }) => idleTimeoutMs),
	),
	gatewayCase(
		"missed-heartbeats-close-4002",
		"Where heartbeats are asked for, a client that sends other messages alone is closed with 4002 HEARTBEAT_NOT_RECEIVED",
		async (stage) => {
			const { clock, heartbeatTimeoutMs: afterMs = 0, idleTimeoutMs } = stage.terms;
			const [member, steady] = [await connectPatiently(stage, 2 * afterMs), await stage.connect()];
			const since = clock.now();
			member.send(420);
			const stepMs = Math.min(afterMs / 5, idleTimeoutMs / 3);
			while (clock.now() - since < 0.9 * afterMs) {
				member.raw('{"op":999}');
				steady.send(420);
				await stage.pause(stepMs);
			}
			await member.closed(4002, "HEARTBEAT_NOT_RECEIVED");
			// Some gateways look after the heartbeats of everybody once in so long.
			expectTime(stage, since, afterMs, 2 * afterMs);
			steady.send(420);
			await steady.settle();
		},
		needs("heartbeatTimeoutMs"),
		needsPatience(({ heartbeatTimeoutMs = 0 }) => 2 * heartbeatTimeoutMs),
	),
	gatewayCase(
		"pings-are-answered",
		"A WebSocket ping is answered with a pong (the original closes with 1011)",
		async (stage) => {
			await stage.withPings(async (connection) => {
				for (const _ of [1, 2, 3]) await connection.ping();
			});
		},
		needs("connectPinging"),
	),
	gatewayCase(
		"pongs-are-ignored",
		"A WebSocket pong that nobody asked for is ignored (the original closes with 1011)",
		async (stage) => {
			await stage.withPings(async (connection) => {
				for (const _ of [1, 2, 3]) connection.pong();
				await connection.ping();
			});
		},
		needs("connectPinging"),
	),
	gatewayCase(
		"pings-are-activity",
		"WebSocket pings keep a connection as messages do",
		async (stage) => {
			await stage.withPings(async (connection) => {
				const stepMs = stage.terms.idleTimeoutMs / 3;
				for (let passed = 0; passed < watchMs(stage.terms); passed += stepMs) {
					await stage.pause(stepMs);
					await connection.ping();
				}
			});
		},
		needs("connectPinging"),
		needsPatience(watchMs),
	),
];
