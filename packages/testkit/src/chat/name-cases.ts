import { type ExactJson, ExactNumber, isExactJsonObject } from "@gw-sim/core";
import type { ConformanceCase } from "../conformance.js";
import { anyObject, including } from "../pattern.js";
import { check } from "./shapes.js";
import { chatCase, type Stage } from "./stage.js";
import type { ChatTarget } from "./target.js";

const good = { content: "x" } as const;

async function refuses(stage: Stage, frames: readonly ExactJson[]): Promise<void> {
	const person = await stage.enter();
	for (const frame of frames) {
		person.send(frame);
		await person.error(4004);
	}
	await person.beat();
}

/** A message under these names comes back. */
function named(id: string, how: string, names: Record<string, string>) {
	return chatCase(id, `A client may name its event ${how}`, async (stage) => {
		const person = await stage.enter();
		const content = person.text();
		person.send({ f: 130, ...names, cnf: { content } });
		await person.event("MESSAGE_CREATE", including({ content }));
	});
}

/** What an event is called, on the way in and out; and how events are counted. */
export const nameCases: readonly ConformanceCase<ChatTarget>[] = [
	named("name-in-e", "in e alone", { e: "MESSAGE_CREATE" }),
	named("name-in-t", "in t alone", { t: "MESSAGE_CREATE" }),
	named("name-in-both", "in both alike", { e: "MESSAGE_CREATE", t: "MESSAGE_CREATE" }),
	chatCase("names-that-differ-are-4004", "An e and a t that differ are error 4004", (stage) =>
		refuses(stage, [
			{ f: 130, e: "MESSAGE_CREATE", t: "START_TYPING", cnf: good },
			{ f: 130, e: "START_TYPING", t: "MESSAGE_CREATE", cnf: good },
			{ f: 130, e: "MESSAGE_CREATE", t: "message_create", cnf: good },
		]),
	),
	chatCase("no-name-is-4004", "A 130 without a name is error 4004", (stage) =>
		refuses(stage, [
			{ f: 130, cnf: good },
			{ f: 130, e: 5, cnf: good },
			{ f: 130, t: {}, cnf: good },
		]),
	),
	chatCase(
		"unknown-event-is-4004",
		"An event that the protocol does not have is error 4004; names are case-sensitive",
		(stage) =>
			refuses(
				stage,
				["NO_SUCH_EVENT", "message_create", "", "__proto__", "constructor", "toString"].map(
					(name) => ({ f: 130, e: name, t: name, cnf: good }),
				),
			),
	),
	chatCase(
		"server-event-is-4004",
		"GATEWAY_DOWN and SERVER_MESSAGE from a client are error 4004",
		(stage) =>
			refuses(
				stage,
				["GATEWAY_DOWN", "SERVER_MESSAGE"].map((name) => ({ f: 130, e: name, t: name, cnf: good })),
			),
	),
	chatCase(
		"event-body-is-an-object",
		"A 130 whose cnf is no object is error 4004, whatever the event",
		(stage) =>
			refuses(stage, [
				...["MESSAGE_CREATE", "START_TYPING"].flatMap((name) =>
					["text", 5, [], true].map((cnf) => ({ f: 130, e: name, t: name, cnf })),
				),
				{ f: 130, e: "MESSAGE_CREATE", t: "MESSAGE_CREATE", cnf: null },
				{ f: 130, e: "MESSAGE_CREATE", t: "MESSAGE_CREATE" },
			]),
	),
	chatCase(
		"server-writes-both-names",
		"The server names its events in e and t alike, and writes f, e, t, s and cnf alone",
		async (stage) => {
			const person = await stage.enter();
			const content = person.text();
			person.emit("MESSAGE_CREATE", { content });
			const frame = await person.event("MESSAGE_CREATE", including({ content }));
			check(isExactJsonObject(frame), "no object");
			const keys = Object.keys(frame).sort().join();
			check(keys === "cnf,e,f,s,t", `an event has the keys ${keys}`);
			check(frame.e === frame.t, `e is ${frame.e}, t is ${frame.t}`);
		},
	),
	chatCase(
		"sequence-from-1",
		"The server numbers the events of a session from 1, without holes",
		async (stage) => {
			const person = await stage.connect();
			person.present(stage.token("user"));
			await person.ready();
			person.emit("CHANNEL_ADD", { name: person.text("room") });
			for (let i = 0; i < 3; i++) person.emit("MESSAGE_CREATE", { content: person.text() });
			for (let s = 1; s <= 4; s++)
				await person.peer.expect(including({ f: 130, s, cnf: anyObject }));
		},
	),
	chatCase(
		"sequence-is-per-session",
		"Every session's events are numbered on their own",
		async (stage) => {
			const first = await stage.enter("user", "first");
			await first.say();
			await first.say();
			const second = await stage.enter("user", "second");
			second.emit("MESSAGE_CREATE", { content: second.text() });
			await second.peer.expect(including({ f: 130, s: 1, cnf: anyObject }));
		},
	),
	chatCase(
		"client-sequence-is-no-error",
		"Whatever s a client writes on 130, its event counts",
		async (stage) => {
			const person = await stage.enter();
			const huge = new ExactNumber("98358235823592352350000");
			for (const s of [0, 1, 21, -1, 1.5, "x", null, huge]) {
				const content = person.text();
				person.send({ f: 130, e: "MESSAGE_CREATE", s, cnf: { content } });
				await person.event("MESSAGE_CREATE", including({ content }));
			}
		},
	),
];
