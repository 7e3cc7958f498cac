import { utf8Encode } from "@gw-sim/core";
import type { ConformanceCase } from "../conformance.js";
import { including } from "../pattern.js";
import type { Person } from "./person.js";
import { check, errorFrame } from "./shapes.js";
import { chatCase } from "./stage.js";
import { type ChatTarget, type Need, needsPatience, termsOf } from "./target.js";

/** A message of exactly so many bytes of UTF-8, made long by a repeated text. */
function messageOf(
	person: Person,
	bytes: number,
	filler = "a",
): { frame: string; content: string } {
	const frameOf = (content: string): string =>
		JSON.stringify({ f: 130, e: "MESSAGE_CREATE", cnf: { content } });
	const lengthOf = (text: string): number => utf8Encode(text).length;
	const start = person.text();
	const room = bytes - lengthOf(frameOf(start));
	const long = start + filler.repeat(Math.floor(room / lengthOf(filler)));
	const content = long + "a".repeat(bytes - lengthOf(frameOf(long)));
	return { frame: frameOf(content), content };
}

/** Beats until so many payloads were sent, and reads every answer. */
async function fillUp(person: Person, payloads: number): Promise<void> {
	const count = payloads - person.sent;
	for (let i = 0; i < count; i++) person.send({ f: 120 });
	await person.answers(count);
}

const windowShare = 0.7;

/** The heartbeats of a whole window must leave room for the payloads of the case. */
const needsLooseRate: Need = (target) => {
	const { rate, hbIntMs } = termsOf(target);
	const beats = (2 * rate.perMs) / hbIntMs + 2;
	return beats < (1 - windowShare) * rate.payloads ? null : "heartbeats alone fill the rate";
};

/** 4000 and 4002. */
export const limitCases: readonly ConformanceCase<ChatTarget>[] = [
	chatCase("payload-at-the-limit", "A payload of 4096 bytes is taken", async (stage) => {
		const person = await stage.enter();
		const { frame, content } = messageOf(person, stage.terms.maxPayloadBytes);
		person.sendText(frame);
		await person.event("MESSAGE_CREATE", including({ content }));
	}),
	chatCase(
		"payload-over-the-limit-is-4000",
		"A payload of 4097 bytes is error 4000, fatal, and closes 4000",
		async (stage) => {
			const person = await stage.enter();
			person.sendText(messageOf(person, stage.terms.maxPayloadBytes + 1).frame);
			await person.fatal(4000, 4000);
		},
	),
	chatCase(
		"payload-limit-counts-bytes",
		"The limit counts bytes of UTF-8, not characters",
		async (stage) => {
			const person = await stage.enter();
			const { maxPayloadBytes } = stage.terms;
			const { frame, content } = messageOf(person, maxPayloadBytes, "€");
			person.sendText(frame);
			await person.event("MESSAGE_CREATE", including({ content }));
			person.sendText(messageOf(person, maxPayloadBytes + 1, "€").frame);
			await person.fatal(4000, 4000);
		},
	),
	chatCase(
		"payload-limit-before-parsing",
		"The limit comes before the JSON: 4097 bytes of nonsense are error 4000",
		async (stage) => {
			const person = await stage.enter();
			person.sendText("x".repeat(stage.terms.maxPayloadBytes + 1));
			await person.fatal(4000, 4000);
		},
	),
	chatCase("payload-limit-before-present", "The limit holds before 110, too", async (stage) => {
		const person = await stage.connect();
		person.sendText(`{"f":130,"cnf":"${"x".repeat(stage.terms.maxPayloadBytes)}"}`);
		await person.fatal(4000, 4000);
	}),
	chatCase(
		"payload-far-over-the-limit",
		"A payload far over the limit ends its connection alone, with 4000 or the library's own 1009",
		async (stage) => {
			const [person, other] = [await stage.enter(), await stage.another()];
			person.sendText("x".repeat(300_000));
			const { code } = await person.peer.ended();
			check(code === 4000 || code === 1009, `closed ${code}`);
			await other.say();
		},
	),
	chatCase(
		"payload-limit-is-the-clients",
		"The limit is the clients': a message at the limit reaches others, longer with its user",
		async (stage) => {
			const people = [await stage.enter(), await stage.another()] as const;
			await stage.gather(...people);
			const [person, other] = people;
			const { frame, content } = messageOf(person, stage.terms.maxPayloadBytes);
			person.sendText(frame);
			await other.event("MESSAGE_CREATE", including({ content }));
		},
	),
	chatCase(
		"rate-limit-is-4002",
		"The 121st payload within 60 s is error 4002, fatal, and closes 4002; 110 and heartbeats count",
		async (stage) => {
			const person = await stage.enter();
			await fillUp(person, stage.terms.rate.payloads);
			person.send({ f: 120 });
			await person.fatal(4002, 4002);
		},
	),
	chatCase("rate-limit-before-present", "The rate is limited before 110, too", async (stage) => {
		const person = await stage.connect();
		await fillUp(person, stage.terms.rate.payloads);
		person.present(stage.token("user"));
		await person.fatal(4002, 4002);
	}),
	chatCase(
		"rate-limit-counts-what-is-refused",
		"Payloads that are answered by an error count for the rate",
		async (stage) => {
			const person = await stage.connect();
			const { payloads } = stage.terms.rate;
			for (let i = 0; i < Math.min(10, payloads - 1); i++) {
				person.sendText("nonsense");
				await person.peer.skipTo(errorFrame(4004, false));
			}
			await fillUp(person, payloads);
			person.send({ f: 120 });
			await person.fatal(4002, 4002);
		},
	),
	chatCase(
		"rate-limit-is-per-connection",
		"One connection's flood is not another's, even of the same user",
		async (stage) => {
			const flooder = await stage.enter("user", "flooder");
			const other = await stage.enter("user", "other");
			await fillUp(flooder, stage.terms.rate.payloads);
			await other.beat();
			flooder.send({ f: 120 });
			await flooder.fatal(4002, 4002);
			await other.beat();
		},
	),
	chatCase(
		"rate-window-passes",
		"When 60 s are over as many payloads may be sent again",
		async (stage) => {
			const person = await stage.enter();
			const { payloads, perMs } = stage.terms.rate;
			const share = Math.floor(windowShare * payloads);
			await fillUp(person, share);
			await stage.elapse(1.05 * perMs, person);
			await fillUp(person, person.sent + share);
			await person.beat();
		},
		needsLooseRate,
		needsPatience(({ rate }) => 1.05 * rate.perMs),
	),
];
