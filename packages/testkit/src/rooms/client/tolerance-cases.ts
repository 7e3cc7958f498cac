import type { Frame } from "@gw-sim/core";
import type { ConformanceCase } from "../../conformance.js";
import { clientCase, subscribeFrame } from "./client-case.js";
import type { RoomsClientTarget } from "./target.js";
import { profile } from "./visit.js";

/** None of these may end the connection, make the client say anything, or keep it from speaking. */
function tolerates(
	id: string,
	rule: string,
	frames: readonly Frame[],
): ConformanceCase<RoomsClientTarget> {
	return clientCase(id, rule, async (stage) => {
		const [client, visit] = await stage.enter("id");
		for (const frame of frames) visit.raw(frame);
		await visit.quiet(500);
		await stage.expectAlive(client, visit);
	});
}

const user = { suffix: 2, properties: {} };

const texts = (messages: readonly unknown[]): readonly string[] =>
	messages.map((message) => JSON.stringify(message));

export const toleranceCases: readonly ConformanceCase<RoomsClientTarget>[] = [
	tolerates(
		"tolerates-unknown-types",
		"Messages of types that a client does not know, as admins broadcast them, do not disturb it",
		texts([
			{ type: "whatsup", data: [1, 2, "abc"] },
			{ type: "whatsup" },
			{ type: "", data: null },
			{ type: "__proto__", data: 1 },
			{ type: "constructor" },
			{ type: "relay:chat", data: { type: "chat", data: "x", user: { ...profile("y", 2) } } },
		]),
	),
	tolerates("tolerates-bad-frames", "Frames that are no JSON object do not disturb a client", [
		"",
		"not json",
		'{"type":"chat"',
		"null",
		"5",
		'"chat"',
		"[]",
		'[{"type":"chat"}]',
		"{}",
		'{"data":1}',
		'{"type":5}',
		'{"type":null,"data":{}}',
		Uint8Array.of(0xff, 0x00),
		new Uint8Array(),
	]),
	tolerates(
		"tolerates-missing-keys",
		"Messages that lack what they ought to hold do not disturb a client",
		texts(
			[
				"config",
				"profile",
				"chat",
				"poll",
				"ephemeralPoll",
				"counter",
				"ping",
				"error",
				"relay:x",
			].flatMap((type) => [{ type }, { type, data: null }, { type, data: {} }, { type, data: [] }]),
		),
	),
	tolerates(
		"tolerates-wrong-kinds",
		"Messages whose parts are of another kind than they ought to be do not disturb a client",
		texts([
			{ type: "config", data: { theme: "dark" } },
			{ type: "profile", data: { ...profile("id", 1), suffix: "1", properties: 5, role: 7 } },
			{ type: "chat", data: { message: 1, user: "Al" } },
			{ type: "poll", data: { id: true, stats: [1] } },
			{ type: "poll", data: { id: "p", stats: { x: "1", y: null } } },
			{ type: "counter", data: { id: {}, value: {} } },
			{ type: "ping", data: "now" },
			{ type: "error", data: { code: 5 } },
		]),
	),
	tolerates(
		"tolerates-extra-keys",
		"Keys that a client does not know do not disturb it",
		texts([
			{ type: "config", data: "x", v: 2 },
			{ type: "profile", data: { ...profile("id", 1), name: "", more: [1] }, seq: 1 },
			{ type: "chat", data: { message: "x", user: { ...user, name: "" }, at: 5 } },
			{ type: "poll", data: { id: "p", stats: { x: 1 }, closed: false } },
			{ type: "counter", data: { id: "k", value: 1, unit: "m" } },
		]),
	),
	tolerates(
		"tolerates-counter-values",
		"A counter's value may be a number or decimal text of any length, or null where a gateway spoilt it",
		["17.75", '"17.75"', "9007199254740993.25", '"9007199254740993.25"', "-0", "1e-7", "null"].map(
			(value) => `{"type":"counter","data":{"id":"k","value":${value}}}`,
		),
	),
	tolerates(
		"tolerates-any-names",
		"Polls, answers, counters and properties may have any name",
		["__proto__", "constructor", "", "toString"].flatMap((name) => {
			const key = JSON.stringify(name);
			return [
				`{"type":"poll","data":{"id":${key},"stats":{${key}:1}}}`,
				`{"type":"counter","data":{"id":${key},"value":1}}`,
				`{"type":"chat","data":{"message":1,"user":{"suffix":2,"properties":{${key}:1}}}}`,
			];
		}),
	),
	tolerates("tolerates-errors", "An error does not end the conversation, in whatever key order", [
		'{"data":"Wrong timestamp. Received 1 but now is 2 Diff is 1","type":"error"}',
		'{"type":"error","data":""}',
	]),
	tolerates(
		"tolerates-chats",
		"Chats may hold any message, or none, and come of nobody known",
		texts([
			{ type: "chat", data: { message: null, user } },
			{ type: "chat", data: { user } },
			{ type: "chat", data: { message: { deep: [[[[1]]]] }, user } },
			{ type: "chat", data: { message: "\u0000\u001b]0;x\u0007 \u2028", user } },
		]),
	),
	clientCase(
		"tolerates-any-key-order",
		"A greeting counts in whatever order its keys come",
		async (stage) => {
			const client = stage.start();
			client.subscribe("chat");
			const visit = await stage.arrival();
			visit.raw('{"data":"","type":"config"}');
			visit.raw(
				'{"data":{"role":"user","connectionDetails":{},"id":"id","properties":{},"suffix":1},"type":"profile"}',
			);
			await visit.expect(subscribeFrame("chat"));
			await stage.expectAlive(client, visit);
		},
	),
	clientCase(
		"tolerates-older-profiles",
		"The profile of an older gateway, with a name and without a role, will do",
		async (stage) => {
			const client = stage.start();
			client.subscribe("chat");
			const visit = await stage.arrival();
			visit.say("config", {});
			const { suffix, properties, id, connectionDetails } = profile("id", 2) as Record<
				string,
				unknown
			>;
			visit.say("profile", { suffix, properties, id, connectionDetails, name: "" });
			await visit.expect(subscribeFrame("chat"));
			await stage.expectAlive(client, visit);
		},
	),
];
