import type { ConformanceCase } from "../../conformance.js";
import { deflate } from "../zlib.js";
import { clientCase, groupId, joinFrame } from "./client-case.js";
import type { PuffClientTarget } from "./target.js";

/** None of these may end the connection, make the client say anything, or keep it from speaking. */
function tolerates(
	id: string,
	rule: string,
	texts: readonly string[],
): ConformanceCase<PuffClientTarget> {
	return clientCase(`tolerates-${id}`, rule, async (stage) => {
		const [client, visit] = await stage.inGroup();
		for (const text of texts) visit.text(text);
		await visit.quiet(500);
		await stage.expectAlive(client, visit);
	});
}

function event(t: string, d?: unknown): string {
	return JSON.stringify({ op: 3, t, d });
}

const update = {
	group_id: groupId,
	name: "a group",
	visibility: "private",
	state: "chilling",
	members: ["other"],
	ready: [],
};
const other = { group_id: groupId, session_id: "other" };

/** Every event there is at first, with what it tells. */
const events: readonly (readonly [name: string, d: object])[] = [
	["GROUP_CREATE", { group_id: "zz99zz", name: "x" }],
	["GROUP_UPDATE", update],
	["GROUP_USER_JOIN", { group_id: groupId, session_id: "third", name: "Unnamed" }],
	["GROUP_USER_LEFT", { group_id: groupId, session_id: "third" }],
	["GROUP_USER_UPDATE", { ...other, name: "Bo", device_type: "opal" }],
	["GROUP_USER_DEVICE_UPDATE", { ...other, device_state: { state: 5 }, device_type: null }],
	["GROUP_HEAT_INQUIRY", { session_id: "other" }],
	["GROUP_USER_READY", { session_id: "other" }],
	["GROUP_VISIBILITY_CHANGE", { visibility: "public", session_id: "other" }],
	["GROUP_CREATE_ERROR", { code: "INVALID_GROUP_NAME" }],
	["GROUP_ACTION_ERROR", { code: "NOT_IN_GROUP" }],
	["USER_UPDATE_ERROR", { code: "INVALID_NAME" }],
	["SYNTAX_ERROR", { code: "MISSING_DATA" }],
	[
		"PUBLIC_GROUPS_UPDATE",
		[{ group_id: groupId, name: "x", visibility: "public", state: "seshing", member_count: 2 }],
	],
];

/** Names that languages keep for themselves, and none. */
const oddNames = ["__proto__", "constructor", "toString", ""];

export const toleranceCases: readonly ConformanceCase<PuffClientTarget>[] = [
	tolerates(
		"bad-frames",
		"Text that is no JSON object with an op and, where that is 3, an event does not disturb a client",
		[
			"",
			"not json",
			'{"op":3',
			"null",
			"5",
			'"x"',
			"[]",
			"{}",
			'{"op":null}',
			'{"op":"3","t":"GROUP_DELETE"}',
			'{"op":3}',
			'{"op":3,"t":null}',
			'{"op":3,"t":5,"d":{}}',
			'{"t":"GROUP_UPDATE","d":{}}',
		],
	),
	tolerates("unknown-ops", "Ops that a client does not know do not disturb it", [
		...[1, 2, 4, 5, 6, 7, 8, 9, 11, 22, 420, 421, -1, 1e20].map((op) =>
			JSON.stringify({ op, d: { group_id: groupId } }),
		),
	]),
	tolerates("unknown-events", "Events that a client does not know do not disturb it", [
		...["WHATEVER", "group_update", ...oddNames].flatMap((t) => [event(t), event(t, { code: 1 })]),
		event("GROUP_MESSAGE", { ...other, message: { content: "hi", timestamp: 1 } }),
		event("GROUP_REACTION", { group_id: groupId, author_session_id: "other", emoji: "x" }),
		event("GROUP_USER_UNREADY", { session_id: "other" }),
		event("GROUP_USER_AWAY_STATE", { session_id: "other", state: true }),
		event("GROUP_USER_DEVICE_DISCONNECT", other),
		event("RATE_LIMITED"),
		event("RATE_LIMITED", { op: 4 }),
		event("OPCODE_DEPRECATED", { code: "DEPRECATED" }),
	]),
	tolerates(
		"missing-data",
		"Events that lack what they ought to tell do not disturb a client",
		events.flatMap(([t]) => [event(t), event(t, null), event(t, {}), event(t, [])]),
	),
	tolerates(
		"wrong-kinds",
		"Events whose parts are of another kind than they ought to be do not disturb a client",
		events.flatMap(([t, d]) =>
			["x", 5, [d], ...[5, null, { x: 1 }, ["x"]].map((value) => spoilt(d, value))].map((bad) =>
				event(t, bad),
			),
		),
	),
	tolerates(
		"extra-keys",
		"Keys that a client does not know, beside the event or in it, do not disturb it, in whatever order",
		events.map(([t, d]) =>
			JSON.stringify({ s: 7, d: Array.isArray(d) ? d : { v: [1], ...d, more: {} }, t, op: 3 }),
		),
	),
	tolerates(
		"later-versions",
		"What later gateways tell in another shape does not disturb a client",
		[
			event("GROUP_UPDATE", {
				...update,
				sesh_counter: 3,
				owner_session_id: "other",
				members: [{ session_id: "other", name: "Bo", away: false, strain: null, user: null }],
			}),
			event("GROUP_UPDATE", { ready: ["other"] }),
			event("GROUP_UPDATE", { group_id: groupId, state: "awaiting" }),
			event("GROUP_USER_UPDATE", { group_id: "other", session_id: "other", disconnected: true }),
			event("GROUP_USER_UPDATED", { group_id: "other", session_id: "other", name: "Bo" }),
			event("GROUP_USER_DEVICE_UPDATE", { ...other, device_state: { state: 8, stateTime: 1.5 } }),
			event("GROUP_ACTION_ERROR", { code: "NO_MEMBERS_READY" }),
			event("GROUP_ACTION_ERROR", { code: "INVALID_GROUP_STATE", message: "x" }),
			event("PUBLIC_GROUPS_UPDATE", [{ group_id: "zz99zz", sesh_counter: 1, persistent: true }]),
		],
	),
	tolerates(
		"odd-devices",
		"Other members' devices may tell anything under any key",
		[
			'{"state":"five","temperature":"hot","battery":null,"activeColor":7,"profile":[]}',
			'{"state":99,"temperature":-1e308,"battery":1e308,"totalDabs":9007199254740993}',
			'{"__proto__":{"state":6},"constructor":1,"toString":null,"":{}}',
			'{"deviceName":"\\u0000\\u001b]0;x\\u0007\\u2028"}',
			"{}",
		].map(
			(device) =>
				`{"op":3,"t":"GROUP_USER_DEVICE_UPDATE","d":{"group_id":"${groupId}","session_id":"other","device_state":${device},"device_type":null}}`,
		),
	),
	tolerates(
		"odd-names",
		"Sessions and groups may have any id and any name",
		oddNames.flatMap((name) => [
			event("GROUP_USER_JOIN", { group_id: groupId, session_id: name, name }),
			event("GROUP_USER_DEVICE_UPDATE", {
				group_id: groupId,
				session_id: name,
				device_state: { state: 5 },
			}),
			event("GROUP_USER_READY", { session_id: name }),
			event("GROUP_USER_LEFT", { group_id: groupId, session_id: name }),
			event("GROUP_UPDATE", { ...update, name, members: ["other", name], ready: [name] }),
		]),
	),
	tolerates("strangers", "Events of other groups and of unknown sessions do not disturb a client", [
		event("GROUP_UPDATE", { ...update, group_id: "zz99zz", state: "seshing" }),
		event("GROUP_USER_LEFT", { group_id: "zz99zz", session_id: "other" }),
		event("GROUP_USER_LEFT", { group_id: groupId, session_id: "nobody" }),
		event("GROUP_DELETE", { group_id: "zz99zz" }),
		event("GROUP_USER_READY", { session_id: "nobody" }),
	]),
	clientCase(
		"tolerates-bad-bytes",
		"Bytes that do not inflate, or to no JSON, do not disturb a client",
		async (stage) => {
			const [client, visit] = await stage.inGroup();
			const good = deflate(event("GROUP_HEAT_INQUIRY", { session_id: "other" }));
			for (const bytes of [
				new Uint8Array(),
				Uint8Array.of(0xff, 0, 1),
				good.subarray(0, -5),
				good.subarray(2),
				deflate("not json"),
				deflate(""),
				deflate("[]"),
			])
				visit.raw(bytes);
			await visit.quiet(500);
			await stage.expectAlive(client, visit);
		},
	),
	clientCase(
		"tolerates-text",
		"Text is understood whatever the client asked for: later gateways do not deflate",
		async (stage) => {
			const client = stage.start();
			const visit = await stage.arrival();
			visit.raw('{"op":0,"d":{"session_id":"x","heartbeat_interval":60000}}');
			await visit.pass(100);
			client.join(groupId);
			await visit.expect(joinFrame);
			const group = { group_id: groupId, name: "x", visibility: "private", state: "chilling" };
			visit.raw(event("JOINED_GROUP", { ...group, members: [] }));
			await visit.pass(100);
			await stage.expectAlive(client, visit);
		},
	),
	clientCase(
		"tolerates-a-second-hello",
		"A hello amid the conversation does not make a client begin anew",
		async (stage) => {
			const [client, visit] = await stage.inGroup();
			visit.hello();
			await visit.quiet(2000);
			await stage.expectAlive(client, visit);
		},
	),
	clientCase(
		"tolerates-later-joins",
		"A JOINED_GROUP of a later gateway will do: with the client itself among the members, with more keys, and with fewer",
		async (stage) => {
			const [client, visit] = await stage.greeted();
			const member = { away: false, group_joined: "2023-05-04T00:00:00Z", mobile: false };
			const later = { sesh_counter: 0, owner_session_id: "other", ready_members: [] };
			const { members: _, ready: __, ...group } = update;
			for (const d of [
				{ ...group, ...later, members: [{ session_id: "other", name: "Bo", ...member }] },
				{ ...group, ready: ["other"], persistent: false, members: [] },
				{ group_id: groupId },
			]) {
				client.leave();
				client.join(groupId);
				await visit.skipTo(joinFrame);
				visit.event("JOINED_GROUP", d);
				await visit.pass(100);
				await stage.expectAlive(client, visit);
			}
		},
	),
	clientCase(
		"tolerates-any-key-order",
		"A hello counts in whatever order its keys come, and with keys that nobody knows",
		async (stage) => {
			const client = stage.start();
			const visit = await stage.arrival();
			visit.text('{"d":{"session_token":"x","heartbeat_interval":60000,"session_id":"y"},"op":0}');
			await visit.pass(100);
			client.join(groupId);
			await visit.expect(joinFrame);
		},
	),
];

/** The same with this value for each of its keys. */
function spoilt(d: object, value: unknown): object {
	return Object.fromEntries(Object.keys(d).map((key) => [key, value]));
}
