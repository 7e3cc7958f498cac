import {
	decodeServerMessage,
	defaultGroupRules,
	encodeServerMessage,
	Group,
	type GroupInput,
	type GroupView,
	LiveGroup,
	type ReceivedGroupEvent,
	type ReceivedJoinedGroup,
	type ServerEvent,
} from "@gw-sim/protocols/puff";
import { expect, test } from "vitest";

const joined: ReceivedJoinedGroup = {
	type: "JOINED_GROUP",
	groupId: "ab12cd",
	name: "Tuesday",
	visibility: "private",
	state: "chilling",
	members: [
		{ sessionId: "b", name: "Bob", deviceState: { state: 5, extra: [1] }, deviceType: "peak" },
	],
	ready: [],
};
const liveGroup = (changes: Partial<ReceivedJoinedGroup> = {}): LiveGroup =>
	new LiveGroup({ ...joined, ...changes }, "me");

function after(events: readonly ReceivedGroupEvent[], group: LiveGroup = liveGroup()): LiveGroup {
	for (const event of events) group.apply(event);
	return group;
}

const names = ({ members }: GroupView): string[] =>
	Array.from(members, ([id, { name }]) => `${id}=${name}`);
const tells = (
	sessionId: string,
	deviceState: { state?: number; battery?: number },
): ReceivedGroupEvent => ({
	type: "GROUP_USER_DEVICE_UPDATE",
	groupId: "ab12cd",
	member: { sessionId, deviceState },
	deviceState,
});

test("begins as JOINED_GROUP tells it", () => {
	const group = liveGroup();
	const { groupId, name, visibility, state } = group;
	expect({ groupId, name, visibility, state }).toEqual({
		groupId: "ab12cd",
		name: "Tuesday",
		visibility: "private",
		state: "chilling",
	});
	expect(group.members.get("b")).toEqual({
		sessionId: "b",
		name: "Bob",
		deviceType: "peak",
		device: { state: 5 },
		rawDevice: new Map<string, unknown>([
			["state", 5],
			["extra", [1]],
		]),
	});
});

test("lays what a device tells over what it told", () => {
	const group = after([tells("b", { battery: 80 }), tells("b", { state: 7 })]);
	expect(group.members.get("b")).toMatchObject({ device: { state: 7, battery: 80 } });
	expect(group.members.get("b")?.rawDevice.get("extra")).toEqual([1]);
});

test("a member that changes is a new object, the old one stays as it was", () => {
	const group = liveGroup();
	const before = group.members.get("b");
	after([tells("b", { state: 6 })], group);
	expect(before?.device).toEqual({ state: 5 });
	expect(group.members.get("b")).not.toBe(before);
});

test("follows who comes, changes, and goes", () => {
	const group = after([
		{ type: "GROUP_USER_JOIN", groupId: "ab12cd", member: { sessionId: "c" } },
		{ type: "GROUP_USER_UPDATE", member: { sessionId: "c", name: "Cy" } },
		{ type: "GROUP_USER_UPDATE", member: { sessionId: "nobody", name: "No" } },
		{ type: "GROUP_USER_READY", sessionId: "b" },
		{ type: "GROUP_USER_READY", sessionId: "nobody" },
	]);
	expect(names(group)).toEqual(["b=Bob", "c=Cy"]);
	expect([...group.ready]).toEqual(["b"]);
	after([{ type: "GROUP_USER_LEFT", groupId: "ab12cd", sessionId: "b" }], group);
	expect(names(group)).toEqual(["c=Cy"]);
	expect([...group.ready]).toEqual([]);
});

test("an update of everything mends who is there, and keeps what is known of them", () => {
	const group = after([
		{
			type: "GROUP_UPDATE",
			groupId: "ab12cd",
			name: "Friday",
			visibility: "public",
			state: "awaiting",
			members: [{ sessionId: "me" }, { sessionId: "b" }, { sessionId: "new" }],
			ready: ["b", "me"],
		},
	]);
	expect(names(group)).toEqual(["b=Bob", "new=Unnamed"]);
	expect(group.members.get("b")?.device).toEqual({ state: 5 });
	expect(group).toMatchObject({ name: "Friday", visibility: "public", state: "awaiting" });
	expect([...group.ready]).toEqual(["b", "me"]);
});

test("an update of one thing leaves the rest", () => {
	const group = after([{ type: "GROUP_UPDATE", groupId: "ab12cd", state: "seshing" }]);
	expect(group).toMatchObject({ name: "Tuesday", state: "seshing" });
	expect(names(group)).toEqual(["b=Bob"]);
});

test("the client itself is no member, although later gateways list and echo it", () => {
	const group = liveGroup({ members: [{ sessionId: "me", name: "Me" }], ready: ["me"] });
	after(
		[
			{ type: "GROUP_USER_JOIN", groupId: "ab12cd", member: { sessionId: "me" } },
			{ type: "GROUP_USER_UPDATE", member: { sessionId: "me", name: "I" } },
			tells("me", { state: 6 }),
		],
		group,
	);
	expect(names(group)).toEqual([]);
	expect([...group.ready]).toEqual(["me"]);
});

test("no gateway makes it remember without end", () => {
	const many = Array.from({ length: 10_001 }, (_, i) => ({ sessionId: `s${i}` }));
	expect(liveGroup({ members: many }).members.size).toBe(10_000);
	const keys = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, i]));
	const group = liveGroup({ members: [{ sessionId: "b", deviceState: keys }] });
	expect(group.members.get("b")?.rawDevice.size).toBe(256);
	after([tells("b", { state: 5 })], group);
	expect(group.members.get("b")?.rawDevice.has("state")).toBe(false);
});

test("knows what the group knows, in a conversation of both", () => {
	const group = new Group("ab12cd", "Tuesday", defaultGroupRules);
	let view: LiveGroup | null = null;
	const hear = (event: ServerEvent): void => {
		const message = decodeServerMessage(encodeServerMessage(event));
		if (message.type === "JOINED_GROUP") view = new LiveGroup(message, "me");
		else view?.apply(message as ReceivedGroupEvent);
	};
	const feed = (input: GroupInput): void => {
		for (const { to, event } of group.apply(input).told) {
			const isFor = to.kind === "all" || (to.kind === "others" && to.than !== "me");
			if (isFor || (to.kind === "only" && to.sessionIds.includes("me"))) hear(event);
		}
	};
	const comes = (sessionId: string): GroupInput => ({
		type: "join",
		sessionId,
		name: sessionId,
		deviceType: null,
	});
	const device = (sessionId: string, deviceState: string): GroupInput => ({
		type: "device",
		sessionId,
		deviceState,
	});
	for (const input of [
		comes("a"),
		device("a", '{"state":5,"__proto__":{"x":1},"temperature":24}'),
		comes("me"),
		comes("b"),
		device("b", '{"state":5}'),
		{ type: "inquire", sessionId: "b" } as const,
		device("a", '{"state":6}'),
		device("b", '{"state":6}'),
		device("b", '{"state":7}'),
	])
		feed(input);
	const { state, ready, members } = view ?? liveGroup();
	expect(state).toBe("seshing");
	expect([...ready]).toEqual([]);
	expect(Array.from(members, ([id, { device: known }]) => [id, known])).toEqual([
		["a", { state: 6, temperature: 24 }],
		["b", { state: 7 }],
	]);
	expect(members.get("a")?.rawDevice.get("__proto__")).toEqual({ x: 1 });
	feed({ type: "leave", sessionId: "b" });
	feed(device("a", '{"state":7}'));
	feed(device("a", '{"state":5}'));
	expect(view).toMatchObject({ state: "chilling" });
});
