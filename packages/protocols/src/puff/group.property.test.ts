import {
	type Compat,
	defaultGroupRules,
	encodeServerMessage,
	Group,
	type GroupInput,
	type GroupOutcome,
	type GroupRules,
	groupInputText,
	parseGroupInput,
	type Receivers,
} from "@gw-sim/protocols/puff";
import fc from "fast-check";
import { expect, test } from "vitest";

const ids = ["a", "b", "c", "d", "__proto__"] as const;
const sessionId = fc.constantFrom(...ids);
const deviceState = fc.oneof(
	{ weight: 8, arbitrary: fc.constantFrom(5, 6, 7, 8, 9).map((state) => `{"state":${state}}`) },
	{ weight: 2, arbitrary: fc.constantFrom("{}", '{"temperature":24.50}', '{"state":"6"}') },
	{
		weight: 1,
		arbitrary: fc.dictionary(fc.string(), fc.jsonValue()).map((state) => JSON.stringify(state)),
	},
);
const input: fc.Arbitrary<GroupInput> = fc.oneof(
	{
		weight: 40,
		arbitrary: fc.record({
			type: fc.constant("join" as const),
			sessionId,
			name: fc.string({ unit: "binary", maxLength: 4 }),
			deviceType: fc.constantFrom("peak", null),
		}),
	},
	{ weight: 20, arbitrary: fc.record({ type: fc.constant("leave" as const), sessionId }) },
	{ weight: 30, arbitrary: fc.record({ type: fc.constant("inquire" as const), sessionId }) },
	{
		weight: 120,
		arbitrary: fc.record({ type: fc.constant("device" as const), sessionId, deviceState }),
	},
	{
		weight: 10,
		arbitrary: fc.record({
			type: fc.constant("edit" as const),
			sessionId,
			changes: fc.record(
				{ name: fc.string(), visibility: fc.constantFrom("public" as const, "private" as const) },
				{ requiredKeys: [] },
			),
		}),
	},
	{
		weight: 10,
		arbitrary: fc.record({
			type: fc.constant("user" as const),
			sessionId,
			changes: fc.record(
				{ name: fc.string(), deviceType: fc.constantFrom("opal", null) },
				{ requiredKeys: [] },
			),
		}),
	},
	{ weight: 1, arbitrary: fc.constant<GroupInput>({ type: "delete" }) },
);
const inputs = fc.array(input, { maxLength: 100, size: "max" });
const rulesOf = (compat: Compat): GroupRules => ({ ...defaultGroupRules, compat, maxMembers: 4 });
const rules = fc.constantFrom<Compat>("default", "seed").map(rulesOf);
const newGroup = (of: GroupRules): Group => new Group("ab12cd", "Tuesday", of);

/** What a member would make of what it hears, and a reckoning of the rules in the dullest way. */
class Model {
	readonly members = new Map<string, { device: Record<string, unknown> }>();
	ready = new Set<string>();
	state = "chilling";
	isDeleted = false;

	get devices(): string[] {
		return [...this.members]
			.filter(([, { device }]) => Object.keys(device).length > 0)
			.map(([id]) => id);
	}

	apply(happened: GroupInput): void {
		if (this.isDeleted) return;
		if (happened.type === "delete") {
			this.isDeleted = true;
			return;
		}
		const { sessionId: id } = happened;
		const member = this.members.get(id);
		if (happened.type === "join") {
			if (member === undefined && this.members.size < 4) this.members.set(id, { device: {} });
			return;
		}
		if (member === undefined) return;
		if (happened.type === "inquire" && this.state === "chilling") this.#enter("awaiting");
		if (happened.type === "leave") {
			const hadDevice = this.devices.includes(id);
			this.members.delete(id);
			this.ready.delete(id);
			if (this.members.size === 0 || (hadDevice && this.devices.length === 0))
				this.#enter("chilling");
			this.#startIfAllReady();
		}
		if (happened.type !== "device") return;
		const before = Number(member.device.state);
		const changes = JSON.parse(happened.deviceState);
		const now = typeof changes.state === "number" ? changes.state : null;
		for (const [key, value] of Object.entries(changes))
			Object.defineProperty(member.device, key, {
				value,
				enumerable: true,
				writable: true,
				configurable: true,
			});
		if (this.state === "awaiting" && now === 6) {
			this.ready.add(id);
			this.#startIfAllReady();
		} else if (this.state === "seshing" && now === 5 && [7, 8, 9].includes(before))
			this.#enter("chilling");
	}

	#startIfAllReady(): void {
		const areAll = this.devices.every((id) => this.ready.has(id));
		if (this.state === "awaiting" && this.ready.size > 0 && areAll) this.#enter("seshing");
	}

	#enter(state: string): void {
		this.state = state;
		this.ready = new Set();
	}
}

interface Inside {
	readonly state: string;
	readonly members: readonly { readonly sessionId: string; readonly deviceState: string }[];
	readonly ready: readonly string[];
}
const entryOf = ({ sessionId: id, deviceState: text }: Inside["members"][number]): unknown => [
	id,
	JSON.parse(text),
];
const inside = (group: Group): Inside => JSON.parse(group.snapshot());

test("after any inputs a group is as a dull reckoning has it", () => {
	fc.assert(
		fc.property(inputs, rules, (happenings, of) => {
			const group = newGroup(of);
			const model = new Model();
			for (const happened of happenings) {
				group.apply(happened);
				model.apply(happened);
				const { state, members, ready } = inside(group);
				const found = { state, ready: [...ready].sort(), members: members.map(entryOf) };
				const { members: expected } = model;
				expect(found).toEqual({
					state: model.state,
					ready: [...model.ready].sort(),
					members: Array.from(expected, ([id, { device }]) => [id, device]),
				});
			}
		}),
		{ numRuns: 300 },
	);
});

test("the ready have devices, a sesh has one, and nobody ready waits for nobody", () => {
	fc.assert(
		fc.property(inputs, rules, (happenings, of) => {
			const group = newGroup(of);
			for (const happened of happenings) {
				group.apply(happened);
				const { state, members, ready } = inside(group);
				const devices = members.filter((member) => member.deviceState !== "{}");
				const withDevice = devices.map((member) => member.sessionId);
				const isStuck = ready.length > 0 && ready.length >= withDevice.length;
				expect({
					ready: ready.filter((id) => !withDevice.includes(id)),
					readyAmiss: state !== "awaiting" && ready.length > 0,
					sesh: state === "seshing" && withDevice.length === 0,
					isStuck: state === "awaiting" && isStuck,
					memberCount: group.memberCount,
				}).toEqual({
					ready: [],
					readyAmiss: false,
					sesh: false,
					isStuck: false,
					memberCount: members.length,
				});
			}
		}),
		{ numRuns: 300 },
	);
});

/** Whom an event reaches, of those that are in the group after the input. */
function reached(to: Receivers, group: Group): readonly string[] {
	switch (to.kind) {
		case "all":
			return group.memberIds();
		case "others":
			return group.memberIds().filter((id) => id !== to.than);
		case "only":
			return to.sessionIds;
	}
}

function checkOutcome({ told }: GroupOutcome, group: Group, of: GroupRules): void {
	const starts = told.filter(({ event }) => event.type === "GROUP_START_HEATING");
	if (starts.length === 0) return;
	// Everybody is told of the start at most once, by the default everybody, and then of the state.
	const hearing = starts.flatMap(({ to }) => reached(to, group));
	expect(new Set(hearing).size).toBe(hearing.length);
	if (of.compat === "default") expect([...hearing].sort()).toEqual([...group.memberIds()].sort());
	for (const id of hearing) expect(group.has(id)).toBe(true);
	expect(told.at(-1)?.event).toMatchObject({ type: "GROUP_UPDATE", state: "seshing", ready: [] });
}

test("what a member hears tells it the group's state, and nobody heats that is not there", () => {
	fc.assert(
		fc.property(inputs, rules, (happenings, of) => {
			const group = newGroup(of);
			/** By member: the state that it knows of. */
			const known = new Map<string, string>();
			for (const happened of happenings) {
				const outcome = group.apply(happened);
				checkOutcome(outcome, group, of);
				for (const { to, event } of outcome.told)
					for (const id of reached(to, group)) {
						if (event.type === "JOINED_GROUP" || event.type === "GROUP_UPDATE")
							known.set(id, event.state);
						JSON.parse(encodeServerMessage(event));
					}
				const states = group.memberIds().map((id) => known.get(id));
				expect(states).toEqual(states.map(() => group.state));
			}
		}),
		{ numRuns: 300 },
	);
});

test("two nodes that fold one log, or a snapshot and the rest of it, tell the same", () => {
	fc.assert(
		fc.property(inputs, fc.nat(100), rules, (happenings, at, of) => {
			const first = newGroup(of);
			let second = newGroup(of);
			happenings.forEach((happened, i) => {
				if (i === at && !first.isDeleted) second = Group.restore(first.snapshot(), of) ?? second;
				const logged = parseGroupInput(groupInputText(happened));
				if (logged === null) throw new Error(`not read again: ${groupInputText(happened)}`);
				expect({ logged, told: second.apply(logged) }).toEqual({
					logged: happened,
					told: first.apply(happened),
				});
			});
			expect(second.snapshot()).toBe(first.snapshot());
		}),
		{ numRuns: 300 },
	);
});

test("any text is a snapshot or an input, or it is neither", () => {
	const text = fc.oneof(
		fc.string(),
		fc.json(),
		fc.string().map((rest) => `{"type":"device"}\n${rest}`),
	);
	fc.assert(
		fc.property(text, (given) => {
			expect(() => Group.restore(given)).not.toThrow();
			expect(() => parseGroupInput(given)).not.toThrow();
		}),
		{ numRuns: 300 },
	);
	for (const bad of [
		'{"type":"device","sessionId":"a"}',
		'{"type":"device","sessionId":"a"}\n[]',
		"5",
	])
		expect(parseGroupInput(bad)).toBeNull();
	expect(Group.restore("{}")).toBeNull();
});

test("an update in a group of a thousand costs about what it costs in a group of ten", () => {
	const timeOf = (members: number): number => {
		const group = new Group("ab12cd", "Tuesday");
		for (let i = 0; i < members; i++)
			group.apply({ type: "join", sessionId: `s${i}`, name: "", deviceType: null });
		const update: GroupInput = {
			type: "device",
			sessionId: "s5",
			deviceState: '{"temperature":24,"battery":80,"state":5}',
		};
		const run = (): number => {
			const start = performance.now();
			for (let i = 0; i < 2000; i++) group.apply(update);
			return performance.now() - start;
		};
		return Math.min(...Array.from({ length: 7 }, run));
	};
	timeOf(10);
	expect(timeOf(1000)).toBeLessThan(timeOf(10) * 10);
});
