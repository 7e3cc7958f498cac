import { type ExactJson, ExactNumber, isExactJsonObject, utf8Encode } from "@gw-sim/core";
import type { ConformanceCase } from "../conformance.js";
import { including } from "../pattern.js";
import { type ClientStage, clientCase, someUser, type Visit } from "./client-stage.js";
import type { ChatClientTarget } from "./client-target.js";
import { check, eventFrame, eventOf } from "./shapes.js";

/** A client with a session, ready to speak. */
async function settled(stage: ClientStage): Promise<Visit> {
	const visit = await (await stage.visit()).begin();
	await visit.peer.quiet();
	return visit;
}

/** The client still has this connection, and speaks on it. */
async function speaks(
	stage: ClientStage,
	visit: Visit,
	content = "still here",
): Promise<ExactJson> {
	stage.say(content);
	const frame = await visit.next("a message");
	check(
		eventFrame("MESSAGE_CREATE", including({ content })).matches(frame),
		`client: expected a message that says ${content}`,
	);
	return frame;
}

/** None of the frames drives the client away. */
function bears(id: string, what: string, ...frames: readonly ExactJson[]) {
	return clientCase(id, `${what} leaves a client as it was`, async (stage) => {
		const visit = await settled(stage);
		for (const frame of frames) visit.send(frame);
		await visit.peer.quiet();
		await speaks(stage, visit);
	});
}

/** What is said under these names is heard. */
function reads(id: string, how: string, names: Record<string, string>) {
	return clientCase(
		id,
		`A client reads events that are named ${how}`,
		async (stage) => {
			const visit = await settled(stage);
			const cnf = { user: someUser, content: "one name", messageID: 5 };
			visit.send({ f: 130, ...names, s: 1, cnf });
			await visit.peer.quiet();
			check(stage.heard.includes("one name"), "the client did not hear the message");
		},
		{ hears: true },
	);
}

const message = { user: someUser, content: "x", messageID: 1 };
const named = { f: 130, e: "MESSAGE_CREATE", t: "MESSAGE_CREATE" };

/** What a client reads and writes while it has a session. */
export const clientEventCases: readonly ConformanceCase<ChatClientTarget>[] = [
	clientCase(
		"names-its-events",
		"A client names its events in e, t or both, and in both alike",
		async (stage) => {
			const frame = await speaks(stage, await settled(stage));
			check(isExactJsonObject(frame) && eventOf(frame) !== null, "an event without a name");
			const { e, t } = frame;
			check(e === undefined || t === undefined || e === t, "e and t differ");
		},
	),
	clientCase(
		"sends-what-it-is-given",
		"A client's message reaches the gateway as it was given",
		async (stage) => {
			const visit = await settled(stage);
			for (const content of ['<b>"hi"</b> \\ & €', "9835823582359235235", " 日本語 🙂 "])
				await speaks(stage, visit, content);
		},
	),
	clientCase(
		"nonce-is-an-integer",
		"A nonce that a client writes is a whole number of at most 20 digits, or its text",
		async (stage) => {
			const frame = await speaks(stage, await settled(stage));
			const cnf = isExactJsonObject(frame) ? frame.cnf : undefined;
			const nonce = isExactJsonObject(cnf) ? cnf.nonce : undefined;
			check(nonce === undefined || /^\d{1,20}$/.test(String(nonce)), `the nonce is ${nonce}`);
		},
	),
	clientCase(
		"keeps-the-payload-limit",
		"A client sends no payload of more than 4096 bytes",
		async (stage) => {
			const visit = await settled(stage);
			stage.say("x".repeat(4097));
			stage.say("€".repeat(2000));
			stage.say("short");
			for (;;) {
				const frame = await visit.peer.next("a short message");
				const { length } = typeof frame === "string" ? utf8Encode(frame) : frame;
				check(length <= 4096, `a payload of ${length} bytes`);
				if (String(frame).includes("short")) break;
			}
		},
	),
	reads("reads-e-alone", "in e alone", { e: "MESSAGE_CREATE" }),
	reads("reads-t-alone", "in t alone", { t: "MESSAGE_CREATE" }),
	bears(
		"bears-unknown-events",
		"An event that a client does not know",
		{ f: 130, e: "BRAND_NEW", t: "BRAND_NEW", s: 1, cnf: {} },
		{ f: 130, e: "__proto__", t: "__proto__", s: 2, cnf: { a: [1] } },
	),
	bears(
		"bears-unknown-codes",
		"A function code that a client does not know",
		{ f: 999, cnf: {} },
		{ f: 0 },
	),
	bears(
		"bears-unknown-keys",
		"A key that a client does not know",
		{ ...named, s: 1, cnf: { ...message, colour: "red" }, shard: 3 },
		{ ...named, s: 2, cnf: { ...message, user: { ...someUser, badge: [1, 2] } } },
		{ f: 120, cnf: {} },
	),
	bears(
		"bears-malformed-events",
		"An event without a name, or whose body is not as documented,",
		{ f: 130, s: 1, cnf: {} },
		{ ...named, s: 2 },
		{ ...named, s: 3, cnf: null },
		{ ...named, s: 4, cnf: "x" },
		{ ...named, s: 5, cnf: { content: 5 } },
		{ ...named, s: "x", cnf: message },
		{ ...named, s: new ExactNumber("98358235823592352350"), cnf: message },
	),
	bears(
		"bears-errors",
		"An error that is not fatal",
		{ f: 150, cnf: { c: 4004, d: false } },
		{ f: 150, cnf: { c: 3, d: false } },
		{ f: 150, cnf: { c: 1, d: false } },
		{ f: 150, cnf: { c: 544541, d: false } },
	),
];
