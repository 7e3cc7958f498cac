import {
	defaultGroupRules,
	encodeServerMessage,
	Group,
	type GroupInput,
	type GroupOutcome,
	type GroupRules,
} from "@gw-sim/protocols/puff";
import { describe, expect, test } from "vitest";

const join = (sessionId: string, deviceType: string | null = null): GroupInput => ({
	type: "join",
	sessionId,
	name: sessionId.toUpperCase(),
	deviceType,
});
const leave = (sessionId: string): GroupInput => ({ type: "leave", sessionId });
const inquire = (sessionId: string): GroupInput => ({ type: "inquire", sessionId });
const tells = (sessionId: string, deviceState: string | number): GroupInput => ({
	type: "device",
	sessionId,
	deviceState: typeof deviceState === "number" ? `{"state":${deviceState}}` : deviceState,
});
const edit = (
	sessionId: string,
	changes: { readonly name?: string; readonly visibility?: "public" | "private" },
): GroupInput => ({ type: "edit", sessionId, changes });

function groupAfter(inputs: readonly GroupInput[], rules: Partial<GroupRules> = {}): Group {
	const group = new Group("ab12cd", "Tuesday", { ...defaultGroupRules, ...rules });
	for (const input of inputs) group.apply(input);
	return group;
}

/** What an outcome sounds like: who hears which event, with its data without the group's id. */
function heard({ told, isListChanged }: GroupOutcome): string[] {
	const lines = told.map(({ to, event }) => {
		const { t, d } = JSON.parse(encodeServerMessage(event));
		const { group_id, ...data } = d ?? {};
		const who =
			to.kind === "all" ? "all" : to.kind === "others" ? `not ${to.than}` : to.sessionIds.join("+");
		const rest = d === undefined ? "" : ` ${JSON.stringify(data)}`;
		return `${who}: ${t}${rest}`;
	});
	return isListChanged ? [...lines, "public list"] : lines;
}

const update = (state: string, members: string, ready = "", more = {}): string => {
	const ids = (text: string): string[] => (text === "" ? [] : [...text]);
	const data = { name: "Tuesday", visibility: "private", state, ...more };
	return `all: GROUP_UPDATE ${JSON.stringify({ ...data, members: ids(members), ready: ids(ready) })}`;
};
const ready = (id: string): string => `all: GROUP_USER_READY {"session_id":"${id}"}`;
const left = (id: string): string => `all: GROUP_USER_LEFT {"session_id":"${id}"}`;
const relayed = (id: string, state: string | number): string => {
	const text = typeof state === "number" ? `{"state":${state}}` : state;
	return `not ${id}: GROUP_USER_DEVICE_UPDATE {"session_id":"${id}","device_state":${text},"device_type":null}`;
};
const start = (ids: string, watcher = false): string =>
	`${[...ids].join("+")}: GROUP_START_HEATING ${JSON.stringify({ excluded: watcher, watcher, away: false })}`;
const error = (id: string, event: string, code: string): string =>
	`${id}: ${event} {"code":"${code}"}`;

/** a and b have devices, c looks on. */
const trio = [join("a"), join("b"), join("c"), tells("a", 5), tells("b", 5)];
const asked = [...trio, inquire("c")];
const heating = [...asked, tells("a", 6), tells("b", 6)];

describe("joining", () => {
	test("tells the joiner who else is there, newest first, and the others of the joiner", () => {
		const group = groupAfter([join("a"), join("b"), tells("a", '{"state":5,"x":1.50}')]);
		expect(heard(group.apply(join("c", "peak")))).toEqual([
			'c: JOINED_GROUP {"name":"Tuesday","visibility":"private","state":"chilling","members":[{"session_id":"b","name":"B","device_state":{},"device_type":null},{"session_id":"a","name":"A","device_state":{"state":5,"x":1.5},"device_type":null}]}',
			'not c: GROUP_USER_JOIN {"session_id":"c","name":"C"}',
		]);
	});

	test.each([
		["twice", groupAfter([join("a")]), "a", "ALREADY_IN_GROUP"],
		["a full group", groupAfter([join("a")], { maxMembers: 1 }), "b", "GROUP_FULL"],
		["a deleted group", groupAfter([{ type: "delete" }]), "a", "INVALID_GROUP_ID"],
	])("%s is refused, and changes nothing", (_, group, id, code) => {
		const before = group.snapshot();
		expect(heard(group.apply(join(id)))).toEqual([error(id, "GROUP_JOIN_ERROR", code)]);
		expect(group.snapshot()).toBe(before);
	});

	test("amid a sesh a first state of 5 ends nothing", () => {
		const group = groupAfter([...heating, join("d")]);
		expect(heard(group.apply(tells("d", 5)))).toEqual([relayed("d", 5)]);
		expect(group.state).toBe("seshing");
	});
});

describe("a device's state", () => {
	test("goes to the others exactly as it was sent, and is laid over what was there", () => {
		const group = groupAfter([
			join("a"),
			tells("a", '{"temperature":24.50,"profile":{"temp":254}}'),
		]);
		const { told } = group.apply(tells("a", '{"profile":{"name":"Low"},"id":9007199254740993}'));
		expect(told).toEqual([
			{
				to: { kind: "others", than: "a" },
				event: {
					type: "GROUP_USER_DEVICE_UPDATE",
					groupId: "ab12cd",
					sessionId: "a",
					deviceState: '{"profile":{"name":"Low"},"id":9007199254740993}',
					deviceType: null,
				},
			},
		]);
		expect(group.apply(join("b")).told[0]?.event).toMatchObject({
			members: [
				{
					deviceState: '{"temperature":24.50,"profile":{"name":"Low"},"id":9007199254740993}',
				},
			],
		});
	});

	test("of nothing is told, and makes nobody's device", () => {
		const group = groupAfter([...asked, tells("a", 6)]);
		expect(heard(group.apply(tells("c", "{}")))).toEqual([relayed("c", "{}")]);
		expect(heard(group.apply(tells("b", 6))).at(-1)).toBe(update("seshing", "abc"));
	});

	test.each<[string, Partial<GroupRules>, string]>([
		["keys", { maxDeviceKeys: 2 }, '{"a":1,"b":2}'],
		["characters", { maxDeviceLength: 30 }, '{"a":"12345678901234567890"}'],
		["characters in all", { maxDevicesLength: 30 }, '{"a":"12345678901234567890"}'],
	])("of too many %s is refused, and changes nothing", (_, rules, first) => {
		const group = groupAfter([join("a"), tells("a", first)], rules);
		expect(group.apply(join("z")).told[0]?.event).toMatchObject({
			members: [{ deviceState: first }],
		});
		const before = group.snapshot();
		expect(heard(group.apply(tells("a", '{"more":"and more","moreover":5}')))).toEqual([
			error("a", "SYNTAX_ERROR", "DEVICE_STATE_TOO_LARGE"),
		]);
		expect(group.snapshot()).toBe(before);
	});

	test.each([
		["plain text", '{"a":"aaaa"}', 11],
		["three bytes for each unit beyond ASCII", '{"a":"ääää"}', 23],
		["keys as they are written", '{"\\u0001":0}', 11],
		["two keys", '{"a":1,"b":20}', 13],
	])("counts %s", (_, state, length) => {
		const outcomes = [length, length - 1].map((maxDeviceLength) =>
			heard(groupAfter([join("a")], { maxDeviceLength }).apply(tells("a", state))),
		);
		expect(outcomes).toEqual([
			[relayed("a", state)],
			[error("a", "SYNTAX_ERROR", "DEVICE_STATE_TOO_LARGE")],
		]);
	});

	test("makes place again when it shrinks, and when its member leaves", () => {
		const rules = { maxDevicesLength: 60 };
		const long = `{"a":"${"x".repeat(40)}"}`;
		const group = groupAfter([join("a"), join("b"), tells("a", long)], rules);
		const tooLarge = error("b", "SYNTAX_ERROR", "DEVICE_STATE_TOO_LARGE");
		expect(heard(group.apply(tells("b", long)))).toEqual([tooLarge]);
		group.apply(tells("a", '{"a":1}'));
		expect(heard(group.apply(tells("b", long)))).toEqual([relayed("b", long)]);
		group.apply(leave("b"));
		expect(heard(group.apply(tells("a", long)))).toEqual([relayed("a", long)]);
	});
});

describe("getting ready", () => {
	test("asks everybody, from whoever is in the group", () => {
		expect(heard(groupAfter(trio).apply(inquire("c")))).toEqual([
			update("awaiting", "abc"),
			'all: GROUP_HEAT_INQUIRY {"session_id":"c"}',
		]);
	});

	test("asks again while it waits, and those that are ready stay so", () => {
		const group = groupAfter([...asked, tells("a", 6)]);
		expect(heard(group.apply(inquire("b")))).toEqual([
			update("awaiting", "abc", "a"),
			'all: GROUP_HEAT_INQUIRY {"session_id":"b"}',
		]);
	});

	test("cannot be asked for during a sesh", () => {
		const group = groupAfter(heating);
		expect(heard(group.apply(inquire("a")))).toEqual([
			error("a", "GROUP_ACTION_ERROR", "INVALID_GROUP_STATE"),
		]);
		expect(group.state).toBe("seshing");
	});

	test("may be asked for without any device, and then the first to press starts", () => {
		const group = groupAfter([join("a"), join("b"), inquire("b")]);
		expect(group.state).toBe("awaiting");
		expect(heard(group.apply(tells("a", 6)))).toEqual([
			relayed("a", 6),
			ready("a"),
			start("a"),
			start("b", true),
			update("seshing", "ab"),
		]);
	});

	test("is told each time that it is reported, and counts once", () => {
		const group = groupAfter([...asked, tells("a", 6)]);
		expect(heard(group.apply(tells("a", 6)))).toEqual([relayed("a", 6), ready("a")]);
		expect(group.state).toBe("awaiting");
	});

	test("is not taken back by going idle", () => {
		const group = groupAfter([...asked, tells("a", 6), tells("a", 5)]);
		expect(heard(group.apply(tells("b", 6)))).toContain(update("seshing", "abc"));
	});

	test.each([
		["while chilling", trio, relayed("a", 6)],
		["during a sesh", heating, relayed("a", 6)],
	])("means nothing %s", (_, inputs, only) => {
		expect(heard(groupAfter(inputs).apply(tells("a", 6)))).toEqual([only]);
	});

	test("before the inquiry does not count: 6 has to be sent again", () => {
		const group = groupAfter([...trio, tells("a", 6), inquire("c"), tells("b", 6)]);
		expect(group.state).toBe("awaiting");
		group.apply(tells("a", '{"temperature":25}'));
		expect(group.state).toBe("awaiting");
		group.apply(tells("a", 6));
		expect(group.state).toBe("seshing");
	});

	test.each([
		["6.0", true],
		["6e0", true],
		['"6"', false],
		["[6]", false],
		["null", false],
		["66", false],
	])("as %s counts: %s", (text, isReady) => {
		const group = groupAfter(asked);
		const lines = heard(group.apply(tells("a", `{"state":${text}}`)));
		expect(lines.includes(ready("a"))).toBe(isReady);
	});
});

describe("heating", () => {
	test("starts with the last device: relayed, ready, start, update, in this order", () => {
		const group = groupAfter([...asked, tells("a", 6)]);
		expect(heard(group.apply(tells("b", 6)))).toEqual([
			relayed("b", 6),
			ready("b"),
			start("ab"),
			start("c", true),
			update("seshing", "abc"),
		]);
	});

	test("starts with a member's first state, if that is a 6", () => {
		const group = groupAfter([...asked, tells("a", 6), tells("b", 6), join("d")]);
		expect(group.state).toBe("seshing");
		const late = groupAfter([join("a"), inquire("a"), join("d")]);
		expect(heard(late.apply(tells("d", 6)))).toContain(start("d"));
	});

	test.each([7, 8, 9])("ends for all with the first that goes from %i to 5", (state) => {
		const group = groupAfter([...heating, tells("b", state)]);
		expect(heard(group.apply(tells("b", 5)))).toEqual([relayed("b", 5), update("chilling", "abc")]);
	});

	test.each([
		["from 6 to 5", [6, 5]],
		["through preheat, active and fade", [7, 8, 9]],
		["to sleep", [7, 4]],
	])("goes on %s", (_, states) => {
		const group = groupAfter([...heating, ...states.map((state) => tells("a", state))]);
		expect(group.state).toBe("seshing");
	});

	test("goes on where a heating device says something else meanwhile", () => {
		const group = groupAfter([...heating, tells("a", 8), tells("a", '{"temperature":250}')]);
		expect(group.state).toBe("seshing");
		expect(heard(group.apply(tells("a", 5)))).toContain(update("chilling", "abc"));
	});

	test("of the first gateway starts for the ready alone, without data", () => {
		const group = groupAfter([...asked, tells("a", 6)], { compat: "seed" });
		expect(heard(group.apply(tells("b", 6)))).toEqual([
			relayed("b", 6),
			ready("b"),
			"a+b: GROUP_START_HEATING",
			update("seshing", "abc"),
		]);
	});
});

describe("leaving", () => {
	test("is told to those that stay", () => {
		expect(heard(groupAfter(trio).apply(leave("b")))).toEqual([left("b")]);
	});

	test("forgets the device", () => {
		const group = groupAfter([...trio, leave("b"), join("b")]);
		const event = group.apply(join("d")).told[0]?.event;
		expect(event).toMatchObject({ members: [{ sessionId: "b", deviceState: "{}" }, {}, {}] });
	});

	test("makes nobody ready that is not there", () => {
		const group = groupAfter([...asked, tells("a", 6), leave("a")]);
		expect(group.state).toBe("awaiting");
		expect(heard(group.apply(inquire("c")))[0]).toBe(update("awaiting", "bc"));
	});

	test("starts heating where the last one that was waited for goes", () => {
		const group = groupAfter([...asked, tells("a", 6)]);
		expect(heard(group.apply(leave("b")))).toEqual([
			left("b"),
			start("a"),
			start("c", true),
			update("seshing", "ac"),
		]);
	});

	test("of a watcher starts nothing", () => {
		const group = groupAfter([...asked, tells("a", 6)]);
		expect(heard(group.apply(leave("c")))).toEqual([left("c")]);
	});

	test.each([
		["awaiting", [join("a"), join("c"), tells("a", 5), inquire("c")]],
		["seshing", [join("a"), join("c"), inquire("c"), tells("a", 6)]],
	])("of the last device ends %s", (_, inputs) => {
		const group = groupAfter(inputs);
		expect(heard(group.apply(leave("a")))).toEqual([left("a"), update("chilling", "c")]);
	});

	test("of one of several devices leaves a sesh alone", () => {
		const group = groupAfter(heating);
		expect(heard(group.apply(leave("a")))).toEqual([left("a")]);
		expect(group.state).toBe("seshing");
	});

	test("of the last member is told to nobody, and calms the group down", () => {
		const group = groupAfter([join("a"), inquire("a"), tells("a", 6)]);
		expect(group.state).toBe("seshing");
		expect(heard(group.apply(leave("a")))).toEqual([]);
		expect(group.summary).toMatchObject({ state: "chilling", memberCount: 0 });
	});

	test("of nobody known means nothing", () => {
		expect(heard(groupAfter(trio).apply(leave("x")))).toEqual([]);
	});
});

describe("editing", () => {
	test("is for every member, and told to all", () => {
		const group = groupAfter([...trio, edit("c", { name: "Friday" })]);
		expect(group.name).toBe("Friday");
		expect(heard(group.apply(edit("b", { name: "" })))).toEqual([
			update("chilling", "abc", "", { name: "" }),
		]);
	});

	test("the visibility tells update, change and list, in this order", () => {
		expect(heard(groupAfter(trio).apply(edit("c", { visibility: "public" })))).toEqual([
			update("chilling", "abc", "", { visibility: "public" }),
			'all: GROUP_VISIBILITY_CHANGE {"visibility":"public","session_id":"c"}',
			"public list",
		]);
	});

	test.each([
		["nothing", {}],
		["to what it is", { visibility: "private" }],
	] as const)("%s still tells an update, and nothing else", (_, changes) => {
		expect(heard(groupAfter(trio).apply(edit("a", changes)))).toEqual([update("chilling", "abc")]);
	});
});

describe("a user that changes", () => {
	const changed: GroupInput = {
		type: "user",
		sessionId: "a",
		changes: { name: "Ada", deviceType: "opal" },
	};

	test("is told to the others, with the group", () => {
		expect(groupAfter(trio).apply(changed).told).toEqual([
			{
				to: { kind: "others", than: "a" },
				event: {
					type: "GROUP_USER_UPDATE",
					groupId: "ab12cd",
					sessionId: "a",
					name: "Ada",
					deviceType: "opal",
				},
			},
		]);
	});

	test("of the first gateway is told by its other name", () => {
		expect(groupAfter(trio, { compat: "seed" }).apply(changed).told[0]?.event).toEqual({
			type: "GROUP_USER_UPDATED",
			sessionId: "a",
			name: "Ada",
		});
	});

	test("is so from then on", () => {
		const group = groupAfter([...trio, changed]);
		expect(heard(group.apply(tells("a", 5)))[0]).toContain('"device_type":"opal"');
		group.apply({ type: "user", sessionId: "a", changes: { deviceType: null } });
		expect(heard(group.apply(tells("a", 5)))[0]).toContain('"device_type":null');
		expect(group.apply(join("d")).told[0]?.event).toMatchObject({
			members: [{}, {}, { name: "Ada", deviceType: null }],
		});
	});
});

describe("from one that is not in the group", () => {
	test.each([
		["a device's state", tells("x", 6)],
		["an edit", edit("x", { visibility: "public" })],
		["an inquiry", inquire("x")],
	])("%s is refused", (_, input) => {
		const group = groupAfter(trio);
		const before = group.snapshot();
		expect(heard(group.apply(input))).toEqual([error("x", "GROUP_ACTION_ERROR", "NOT_IN_GROUP")]);
		expect(group.snapshot()).toBe(before);
	});

	test("a change of its own is of no interest", () => {
		const input: GroupInput = { type: "user", sessionId: "x", changes: { name: "X" } };
		expect(heard(groupAfter(trio).apply(input))).toEqual([]);
	});
});

describe("deleting", () => {
	test("tells everybody once, and nothing happens any more", () => {
		const group = groupAfter(trio);
		expect(heard(group.apply({ type: "delete" }))).toEqual(["all: GROUP_DELETE {}"]);
		expect(group.isDeleted).toBe(true);
		expect(group.memberIds()).toEqual(["a", "b", "c"]);
		for (const input of [leave("a"), { type: "delete" } as const])
			expect(heard(group.apply(input))).toEqual([]);
	});

	test("a public group changes the list", () => {
		const group = groupAfter([join("a"), edit("a", { visibility: "public" }), leave("a")]);
		expect(heard(group.apply({ type: "delete" }))).toEqual(["all: GROUP_DELETE {}", "public list"]);
	});
});

test("names and keys that languages keep for themselves are ordinary", () => {
	const group = groupAfter([
		join("__proto__"),
		join("constructor"),
		tells("__proto__", '{"__proto__":{"polluted":1},"constructor":{"prototype":1},"state":5}'),
		inquire("constructor"),
	]);
	expect(heard(group.apply(tells("__proto__", 6)))).toContain(
		'__proto__: GROUP_START_HEATING {"excluded":false,"watcher":false,"away":false}',
	);
	expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
	expect(Group.restore(group.snapshot())?.snapshot()).toBe(group.snapshot());
});
