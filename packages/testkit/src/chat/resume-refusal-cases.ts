import type { ExactJsonObject } from "@gw-sim/core";
import type { ConformanceCase } from "../conformance.js";
import {
	back,
	crowd,
	needsModestBuffer,
	pair,
	type Resume,
	sessionOf,
	startsAfresh,
} from "./resume-steps.js";
import { anyUser, check } from "./shapes.js";
import { chatCase } from "./stage.js";
import { type ChatTarget, needsPatience, needsTokens } from "./target.js";

function refused(id: string, what: string, ask: (old: Resume) => ExactJsonObject) {
	return chatCase(
		id,
		`Resuming ${what} gives an ordinary 140 with a new session_id, and s begins at 1`,
		async (stage) => {
			const [goer] = await pair(stage);
			goer.peer.cut();
			await startsAfresh(stage, goer, ask(sessionOf(goer)));
		},
	);
}

/** 110 that asks for a session that is not to be had. */
export const resumeRefusalCases: readonly ConformanceCase<ChatTarget>[] = [
	refused("resume-unknown-session", "an unknown session", (old) => ({ ...old, session_id: 1 })),
	refused("resume-s-too-high", "from an s that was never sent", (old) => ({
		...old,
		s: old.s + 1,
	})),
	refused("resume-s-negative", "from a negative s", (old) => ({ ...old, s: -1 })),
	refused("resume-s-no-integer", "from an s that is no integer", (old) => ({
		...old,
		s: old.s + 0.5,
	})),
	refused("resume-s-missing", "without an s", ({ session_id }) => ({ session_id })),
	chatCase(
		"resume-of-somebody-else",
		"Another user's session is not to be had: an ordinary 140, and its owner keeps it",
		async (stage) => {
			const [goer] = await pair(stage);
			goer.peer.cut();
			const thief = await stage.resume(stage.token("other"), sessionOf(goer), "thief");
			await thief.ready();
			check(String(thief.sessionId) !== String(goer.sessionId), "got another user's session");
			await back(stage, goer);
		},
		needsTokens("other"),
	),
	chatCase(
		"resume-needs-a-good-token",
		"A known session does not make a bad token good: error 0, fatal, close 1008",
		async (stage) => {
			const [goer] = await pair(stage);
			goer.peer.cut();
			const thief = await stage.resume("nonsense", sessionOf(goer), "thief");
			await thief.fatal(0, 1008);
			await back(stage, goer);
		},
	),
	...[1000, 1001].map((code) =>
		chatCase(
			`no-resume-after-${code}`,
			`A session that its client closed with ${code} is over: an ordinary 140`,
			async (stage) => {
				const [goer, witness] = await pair(stage);
				goer.peer.close(code);
				await witness.event("ROOM_USER_REMOVE", { user: anyUser });
				await startsAfresh(stage, goer, sessionOf(goer));
			},
		),
	),
	chatCase(
		"resume-after-its-time",
		"A session that was lost for too long is over: an ordinary 140",
		async (stage) => {
			const [goer, witness] = await pair(stage);
			goer.peer.cut();
			await stage.elapse(1.1 * stage.terms.session.ttlMs, witness);
			await startsAfresh(stage, goer, sessionOf(goer));
		},
		needsPatience(({ session }) => 1.1 * session.ttlMs),
	),
	chatCase(
		"resume-beyond-the-buffer",
		"With one more missed event than the gateway keeps the session is over: an ordinary 140",
		async (stage) => {
			const { goer, speak } = await crowd(stage, stage.terms.session.bufferEvents + 1);
			goer.peer.cut();
			await speak();
			await startsAfresh(stage, goer, sessionOf(goer));
		},
		needsModestBuffer,
	),
];
