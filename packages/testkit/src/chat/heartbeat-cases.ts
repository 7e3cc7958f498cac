import type { ConformanceCase } from "../conformance.js";
import type { Person } from "./person.js";
import { check, heartbeat } from "./shapes.js";
import { chatCase, type Stage } from "./stage.js";
import { type ChatTarget, needsPatience, type Terms } from "./target.js";

/** The server's deadline, and how much later or earlier a busy machine may make it. */
const deadlineMs = ({ hbIntMs }: Terms): number => 1.5 * hbIntMs;
const slackMs = ({ hbIntMs }: Terms): number => 0.1 * hbIntMs + 50;
const untilDeadline = needsPatience((terms) => deadlineMs(terms) + slackMs(terms));

/** Waits for 4001, which may not come much before the deadline after `since`. */
async function timesOut(stage: Stage, person: Person, since: number): Promise<void> {
	const { terms } = stage;
	const { clock } = terms;
	await stage.pause(since + deadlineMs(terms) - slackMs(terms) - clock.now());
	check(person.peer.end === null, "closed before 1.5 intervals were over");
	await person.fatal(4001, 4001);
	const lateMs = clock.now() - since - deadlineMs(terms);
	check(lateMs <= slackMs(terms) + 1000, `closed ${Math.round(lateMs)} ms after the deadline`);
}

/** 120, both ways. */
export const heartbeatCases: readonly ConformanceCase<ChatTarget>[] = [
	chatCase("heartbeat-is-answered", 'A heartbeat is answered {"f":120}', async (stage) => {
		const person = await stage.connect();
		person.present(stage.token("user"));
		await person.ready();
		person.send({ f: 120 });
		await person.peer.skipTo(heartbeat);
	}),
	chatCase(
		"heartbeat-before-present",
		"A heartbeat before 110 is allowed and answered",
		async (stage) => {
			const person = await stage.connect();
			for (let i = 0; i < 2; i++) {
				person.send({ f: 120 });
				await person.peer.expect(heartbeat);
			}
			person.present(stage.token("user"));
			await person.ready();
		},
	),
	chatCase(
		"heartbeat-body-is-ignored",
		"Whatever else a heartbeat carries is ignored",
		async (stage) => {
			const person = await stage.connect();
			for (const more of [{ cnf: "x" }, { cnf: [1] }, { cnf: null, s: "x" }, { e: 5, t: "x" }]) {
				person.send({ f: 120, ...more });
				await person.peer.expect(heartbeat);
			}
		},
	),
	chatCase("early-heartbeats", "Every heartbeat is answered, however early", async (stage) => {
		const person = await stage.enter();
		for (let i = 0; i < 5; i++) person.send({ f: 120 });
		await person.answers(5);
		await person.quiet();
	}),
	chatCase(
		"missed-heartbeat-is-4001",
		"Without a heartbeat for 1.5 intervals a session is told 4001, fatal, and closed 4001",
		async (stage) => {
			const person = await stage.enter();
			await person.beat();
			await timesOut(stage, person, stage.terms.clock.now());
		},
		untilDeadline,
	),
	chatCase(
		"heartbeats-count-before-present",
		"Who has not presented a token is held to the same deadline, from 100 on",
		async (stage) => {
			const person = await stage.connect();
			await timesOut(stage, person, stage.terms.clock.now());
		},
		untilDeadline,
	),
	chatCase(
		"other-traffic-is-no-heartbeat",
		"Only 120 counts as a heartbeat",
		async (stage) => {
			const person = await stage.enter();
			await person.beat();
			const since = stage.terms.clock.now();
			for (let i = 0; i < 4; i++) {
				await stage.pause(0.3 * person.hbInt);
				person.emit("START_TYPING");
			}
			await timesOut(stage, person, since);
		},
		untilDeadline,
	),
	chatCase(
		"heartbeats-keep-a-session",
		"Who beats every interval stays",
		async (stage) => {
			const person = await stage.enter();
			for (let i = 0; i < 4; i++) {
				await stage.pause(person.hbInt);
				await person.beat();
			}
		},
		needsPatience(({ hbIntMs }) => 4 * hbIntMs),
	),
];
