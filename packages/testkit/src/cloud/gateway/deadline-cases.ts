import type { ConformanceCase } from "../../conformance.js";
import { check } from "../check.js";
import { gatewayCase } from "./gateway-case.js";
import type { Stage } from "./stage.js";
import { type CloudTarget, needsConnect, needsPatience, type Terms } from "./target.js";
import { opcodes } from "./wire.js";

/** How much later or earlier a busy machine may make it. */
const slackMs = ({ handshakeTimeoutMs }: Terms): number => 0.1 * handshakeTimeoutMs + 50;
const untilDeadline = needsPatience((terms) => terms.handshakeTimeoutMs + slackMs(terms));

/** Lets the time up to a little before the deadline of a connection pass. */
async function nearly(stage: Stage, openedAt: number): Promise<void> {
	const { terms } = stage;
	await stage.pause(openedAt + terms.handshakeTimeoutMs - slackMs(terms) - stage.now());
}

/** The deadline is over; not much more may have passed. */
function inTime(stage: Stage, openedAt: number): void {
	const { terms } = stage;
	const lateMs = Math.round(stage.now() - openedAt - terms.handshakeTimeoutMs);
	check(lateMs <= slackMs(terms) + 1000, `refused ${lateMs} ms after the deadline`);
}

/** How long a connection may keep the gateway waiting. */
export const deadlineCases: readonly ConformanceCase<CloudTarget>[] = [
	gatewayCase(
		"silence-is-1008",
		"Who has not sent the secret within 10 s is closed 1008 with an empty reason, not sooner",
		async (stage) => {
			const openedAt = stage.now();
			const peer = await stage.open();
			await nearly(stage, openedAt);
			check(peer.end === null, "closed before the deadline");
			await stage.refused(peer);
			inTime(stage, openedAt);
		},
		untilDeadline,
	),
	gatewayCase(
		"late-secret",
		"The secret counts until the deadline",
		async (stage) => {
			const openedAt = stage.now();
			const peer = await stage.open();
			await nearly(stage, openedAt);
			peer.send(stage.target.secret);
			await stage.letIn(peer);
		},
		untilDeadline,
	),
	gatewayCase(
		"deadline-ends-with-ok",
		"The deadline is over with ok: a lamp may stay longer",
		async (stage) => {
			const { handshakeTimeoutMs, heartbeatTimeoutMs } = stage.terms;
			const wholeMs = 1.5 * handshakeTimeoutMs;
			const stepMs = heartbeatTimeoutMs === 0 ? wholeMs : heartbeatTimeoutMs / 2;
			const lamp = await stage.enter();
			for (let leftMs = wholeMs; leftMs > 0; leftMs -= stepMs)
				await lamp.quiet(Math.min(leftMs, stepMs));
		},
		needsPatience(({ handshakeTimeoutMs }) => 1.5 * handshakeTimeoutMs),
	),
	gatewayCase(
		"pings-do-not-put-off-the-deadline",
		"WebSocket pings are no secret: the deadline stays",
		async (stage) => {
			const openedAt = stage.now();
			const wire = await stage.wire();
			for (let i = 0; i < 3; i++) {
				await stage.pause(0.2 * stage.terms.handshakeTimeoutMs);
				wire.send(opcodes.ping, "still there");
				await wire.expect(opcodes.pong, "a pong");
			}
			const code = await wire.closeCode(stage.terms.handshakeTimeoutMs);
			check(code === 1008, `expected a close with 1008, got ${code}`);
			inTime(stage, openedAt);
		},
		needsConnect,
		untilDeadline,
	),
];
