import type { ExactJson, ExactJsonObject } from "@gw-sim/core";
import { anyInteger, including, type Pattern } from "../pattern.js";
import type { Person } from "./person.js";
import { check, eventFrame, ordinaryReady } from "./shapes.js";
import type { Stage } from "./stage.js";
import { type Need, type Terms, termsOf } from "./target.js";

/** What a 110 carries to ask for a session. */
export type Resume = { readonly session_id: ExactJson; readonly s: number };

/** What asks for a session from the last event on that was read. */
export function sessionOf(person: Person): Resume {
	return { session_id: person.sessionId, s: person.lastS };
}

/** Two in a room of their own; everything that they were sent is read. */
export async function pair(stage: Stage): Promise<readonly [goer: Person, witness: Person]> {
	const people = [await stage.enter("user", "goer"), await stage.another()] as const;
	await stage.gather(...people);
	await people[0].quiet();
	return people;
}

/** Comes back for the old session and gets it. */
export async function back(stage: Stage, goer: Person, s: number = goer.lastS): Promise<Person> {
	const returned = await stage.resume(stage.token("user"), { ...sessionOf(goer), s });
	await returned.ready(including({ session_id: anyInteger, resumed: true }));
	check(
		String(returned.sessionId) === String(goer.sessionId),
		`resumed ${returned.sessionId} instead of ${goer.sessionId}`,
	);
	returned.lastS = s;
	returned.isAtHome();
	return returned;
}

/** Asks for a session and gets a new one. */
export async function startsAfresh(
	stage: Stage,
	goer: Person,
	resume: ExactJsonObject,
): Promise<Person> {
	const returned = await stage.resume(stage.token("user"), resume);
	await returned.ready(ordinaryReady);
	check(String(returned.sessionId) !== String(goer.sessionId), "a new session has the old id");
	returned.emit("MESSAGE_CREATE", { content: returned.text() });
	await returned.peer.expect(including({ f: 130, s: 1 }));
	return returned;
}

/** Reads an event, up to which every event has to carry the number after the last one's. */
export async function follows(person: Person, event: string, cnf: Pattern): Promise<void> {
	const { lastS } = person;
	await person.event(event, cnf);
	check(
		person.strayS === null,
		`expected ${event} and all before it to be numbered on from ${lastS}, got ${person.strayS}`,
	);
}

/** A room in which so many messages can be said, by as many people as the rate asks for. */
export async function crowd(
	stage: Stage,
	count: number,
): Promise<{ readonly goer: Person; readonly speak: () => Promise<void> }> {
	const speakers: Person[] = [];
	while (speakers.length * messagesEach(stage.terms) < count)
		speakers.push(await stage.enter("user", `speaker ${speakers.length + 1}`));
	const goer = await stage.enter("user", "goer");
	await stage.gather(...speakers, goer);
	const speak = async (): Promise<void> => {
		let left = count;
		for (const speaker of speakers) {
			let content = "";
			for (let i = 0; i < messagesEach(stage.terms) && left > 0; i++, left--) {
				content = speaker.text();
				speaker.emit("MESSAGE_CREATE", { content });
			}
			await speaker.peer.skipTo(eventFrame("MESSAGE_CREATE", including({ content })));
		}
	};
	return { goer, speak };
}

/** Leaves something of the rate for getting into the room. */
function messagesEach({ rate }: Terms): number {
	return Math.max(1, Math.floor(0.8 * rate.payloads) - 4);
}

export const needsModestBuffer: Need = (target) => {
	const terms = termsOf(target);
	const { bufferEvents } = terms.session;
	return bufferEvents / messagesEach(terms) <= 10
		? null
		: `fills a buffer of ${bufferEvents} events`;
};
