import type { ConformanceCase } from "../conformance.js";
import { anyObject, including } from "../pattern.js";
import { back, crowd, follows, needsModestBuffer, pair, sessionOf } from "./resume-steps.js";
import { anyUser, at, check } from "./shapes.js";
import { chatCase } from "./stage.js";
import { type ChatTarget, needsPatience } from "./target.js";

/** 110 that asks for a session that was lost, and gets it. */
export const resumeCases: readonly ConformanceCase<ChatTarget>[] = [
	chatCase(
		"resume-keeps-the-session",
		"After a cut, 110 with session_id and s is answered 140 with the same id and resumed true",
		async (stage) => {
			const [goer, witness] = await pair(stage);
			goer.peer.cut();
			const returned = await stage.resume(stage.token("user"), sessionOf(goer));
			const session_id = goer.sessionId;
			await returned.ready({ v: 6, session_id, enc_key: "", resumed: true });
			returned.isAtHome();
			await witness.event("MESSAGE_CREATE", await returned.say());
		},
	),
	chatCase(
		"resume-replays-what-was-missed",
		"Missed events come with their old s and in order, and new ones are numbered on",
		async (stage) => {
			const [goer, witness] = await pair(stage);
			goer.peer.cut();
			const missed = [await witness.say(), await witness.say()];
			witness.emit("START_TYPING");
			await witness.quiet();
			const returned = await back(stage, goer);
			for (const cnf of missed) await follows(returned, "MESSAGE_CREATE", cnf);
			await follows(returned, "START_TYPING", { user: anyUser });
			const content = returned.text();
			returned.emit("MESSAGE_CREATE", { content });
			await follows(returned, "MESSAGE_CREATE", including({ content }));
		},
	),
	chatCase(
		"resume-from-an-earlier-s",
		"Every event after the s that is named comes again, whether or not it was sent before",
		async (stage) => {
			const [goer, witness] = await pair(stage);
			const s = goer.lastS;
			const cnf = await witness.say();
			await goer.event("MESSAGE_CREATE", cnf);
			goer.peer.cut();
			const returned = await back(stage, goer, s);
			await follows(returned, "MESSAGE_CREATE", cnf);
			await returned.quiet();
		},
	),
	chatCase(
		"resume-is-not-seen",
		"Others see neither the loss nor the return of a session that was resumed",
		async (stage) => {
			const [goer, witness] = await pair(stage);
			goer.peer.cut();
			await back(stage, goer);
			await witness.quiet();
		},
	),
	chatCase(
		"resume-more-than-once",
		"A session may be lost and resumed again and again",
		async (stage) => {
			const [first, witness] = await pair(stage);
			let goer = first;
			for (let i = 0; i < 3; i++) {
				goer.peer.cut();
				const cnf = await witness.say();
				goer = await back(stage, goer);
				await follows(goer, "MESSAGE_CREATE", cnf);
			}
		},
	),
	chatCase(
		"resume-after-a-fatal-error",
		"A session that the server closed with 4000 or 4002 may be resumed",
		async (stage) => {
			const [goer] = await pair(stage);
			goer.sendText("x".repeat(stage.terms.maxPayloadBytes + 1));
			await goer.fatal(4000, 4000);
			const returned = await back(stage, goer);
			const { payloads } = stage.terms.rate;
			for (let i = returned.sent; i <= payloads; i++) returned.send({ f: 120 });
			await returned.answers(payloads - 1);
			await returned.fatal(4002, 4002);
			await back(stage, returned);
		},
	),
	chatCase(
		"resume-after-missed-heartbeats",
		"A session that the server closed with 4001 may be resumed",
		async (stage) => {
			const [goer, witness] = await pair(stage);
			await goer.beat();
			await stage.elapse(1.7 * stage.terms.hbIntMs, witness);
			await goer.fatal(4001, 4001);
			const cnf = await witness.say();
			await follows(await back(stage, goer), "MESSAGE_CREATE", cnf);
		},
		needsPatience(({ hbIntMs }) => 1.7 * hbIntMs),
	),
	chatCase(
		"resume-within-the-buffer",
		"As many missed events as the gateway keeps are all replayed",
		async (stage) => {
			const { bufferEvents } = stage.terms.session;
			const { goer, speak } = await crowd(stage, bufferEvents);
			goer.peer.cut();
			await speak();
			const returned = await back(stage, goer);
			for (let i = 1; i <= bufferEvents; i++) await follows(returned, "MESSAGE_CREATE", anyObject);
			await returned.quiet();
		},
		needsModestBuffer,
	),
	chatCase(
		"resume-takes-over-a-live-connection",
		"Resuming a session whose connection still stands ends that with error 4001 and close 4001",
		async (stage) => {
			const [goer, witness] = await pair(stage);
			const returned = await back(stage, goer);
			await goer.fatal(4001, 4001);
			await witness.quiet();
			await witness.event("MESSAGE_CREATE", await returned.say());
		},
	),
	chatCase(
		"resume-twice-at-once",
		"Where two connections resume one session at once, exactly one has it in the end",
		async (stage) => {
			const [goer, witness] = await pair(stage);
			goer.peer.cut();
			const rivals = [await stage.connect("rival 1"), await stage.connect("rival 2")] as const;
			for (const rival of rivals) rival.present(stage.token("user"), sessionOf(goer));
			await stage.pause(stage.terms.quietMs);
			const cnf = await witness.say();
			const alive: string[] = [];
			for (const rival of rivals) {
				const ready = await rival.peer.nextJson("140");
				const isOld = String(at(ready, "cnf", "session_id")) === String(goer.sessionId);
				if (isOld && rival.peer.end === null) {
					alive.push(rival.name);
					await rival.event("MESSAGE_CREATE", cnf);
				}
			}
			check(alive.length === 1, `the session is held by ${alive.join(" and ") || "nobody"}`);
		},
	),
];
