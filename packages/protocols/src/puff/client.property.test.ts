import {
	type PuffClientEffect,
	type PuffClientInput,
	type PuffClientState,
	type PuffClientTimer,
	puffClientMachine,
	puffClientStart,
	type ReceivedMessage,
} from "@gw-sim/protocols/puff";
import fc from "fast-check";
import { expect, test } from "vitest";

const maxRequests = 3;
const groupId = fc.constantFrom("aaaaaa", "bbbbbb", "__proto__");
const message: fc.Arbitrary<ReceivedMessage> = fc.oneof(
	{
		weight: 6,
		arbitrary: groupId.map(
			(id): ReceivedMessage => ({
				type: "JOINED_GROUP",
				groupId: id,
				name: "",
				visibility: "private",
				state: "chilling",
				members: [],
				ready: [],
			}),
		),
	},
	{
		weight: 3,
		arbitrary: fc.constantFrom<ReceivedMessage>(
			{ type: "hello", sessionId: "s2", heartbeatIntervalMs: 1 },
			{ type: "GROUP_JOIN_ERROR", code: "INVALID_GROUP_ID" },
			{ type: "GROUP_CREATE_ERROR", code: "INVALID_GROUP_NAME" },
			{ type: "GROUP_HEAT_INQUIRY", sessionId: "s1" },
			{ type: "foreign", name: "X", data: undefined },
		),
	},
	{
		weight: 2,
		arbitrary: fc
			.tuple(fc.constantFrom("GROUP_CREATE", "GROUP_DELETE", "GROUP_UPDATE"), groupId)
			.map(([type, id]): ReceivedMessage => ({ type, groupId: id, name: "" }) as ReceivedMessage),
	},
);
const wish: fc.Arbitrary<PuffClientInput> = fc.oneof(
	fc.constantFrom<PuffClientInput>(
		{ type: "leave" },
		{ type: "inquire" },
		{ type: "edit", changes: {} },
		{ type: "user", changes: { name: "Ada" } },
	),
	fc.nat(13).map((state): PuffClientInput => ({ type: "device", changes: { state } })),
);

/** What can happen, chosen anew for the state in which the machine then is. */
type Happening = (model: Model) => PuffClientInput | null;
const always = (input: PuffClientInput): Happening => {
	return () => input;
};

const happening: fc.Arbitrary<Happening> = fc.oneof(
	{ weight: 2, arbitrary: fc.constant(always({ type: "connect" })) },
	{ weight: 1, arbitrary: fc.constant(always({ type: "disconnect" })) },
	{
		weight: 4,
		arbitrary: fc.constant<Happening>(({ socket }) =>
			socket === "opening" ? { type: "opened" } : null,
		),
	},
	{
		weight: 4,
		arbitrary: fc.constant<Happening>(({ socket }) => {
			const hello = { type: "hello", sessionId: "s1", heartbeatIntervalMs: 25_000 } as const;
			return socket === "open" ? { type: "received", message: hello } : null;
		}),
	},
	{
		weight: 1,
		arbitrary: fc
			.constantFrom<PuffClientInput>(
				{ type: "closed", code: 1006 },
				{ type: "closed", code: 4003 },
				{ type: "too-big" },
			)
			.map(
				(input): Happening =>
					({ socket }) =>
						socket === "none" || (input.type === "too-big" && socket !== "open") ? null : input,
			),
	},
	{
		weight: 8,
		arbitrary: message.map(
			(m): Happening =>
				({ socket }) =>
					socket === "open" ? { type: "received", message: m } : null,
		),
	},
	{ weight: 5, arbitrary: wish.map(always) },
	{
		weight: 5,
		arbitrary: fc.option(groupId).map(
			(id): Happening =>
				(model) =>
					id === null
						? { type: "create", id: model.nextId++, name: null }
						: { type: "join", id: model.nextId++, groupId: id },
		),
	},
	{
		weight: 4,
		// Only a timer that is armed can fire.
		arbitrary: fc.nat().map(
			(n): Happening =>
				({ timers }) => {
					const timer = [...timers][n % Math.max(1, timers.size)];
					return timer === undefined ? null : { type: "timer", timer };
				},
		),
	},
);

/** What the world outside a machine would be after the same inputs and effects. */
class Model {
	socket: "none" | "opening" | "open" = "none";
	nextId = 0;
	isInGroup = false;
	isGreeted = false;
	device: object = {};
	/** What the gateway was told since the last JOINED_GROUP. */
	told: object = {};
	readonly timers = new Set<PuffClientTimer>();
	readonly settled = new Set<number>();

	input(input: PuffClientInput): void {
		if (input.type === "opened") this.socket = "open";
		if (input.type === "closed") this.socket = "none";
		if (input.type === "timer") this.timers.delete(input.timer);
		if (input.type === "device") this.device = { ...this.device, ...input.changes };
		if (input.type === "received" && input.message.type === "hello") this.isGreeted = true;
	}

	effect(effect: PuffClientEffect): void {
		switch (effect.type) {
			case "open":
				expect(this.socket).toBe("none");
				this.socket = "opening";
				this.isGreeted = false;
				return;
			case "send":
				expect(this.socket).toBe("open");
				expect(this.isGreeted).toBe(true);
				if (effect.message.kind === "device")
					this.told = { ...this.told, ...JSON.parse(effect.message.deviceState) };
				return;
			case "close":
				expect(this.socket).toBe("open");
				this.socket = "none";
				return;
			case "terminate":
				expect(this.socket).not.toBe("none");
				this.socket = "none";
				return;
			case "arm":
				this.timers.add(effect.timer);
				return;
			case "disarm":
				this.timers.delete(effect.timer);
				return;
			case "settle":
				expect(this.settled).not.toContain(effect.id);
				this.settled.add(effect.id);
				return;
			case "joined":
				this.isInGroup = true;
				return;
			case "left":
				expect(this.isInGroup).toBe(true);
				this.isInGroup = false;
				this.told = {};
				return;
			case "hello":
			case "event":
			case "rejoin-failed":
			case "lost":
		}
	}

	check(state: PuffClientState): void {
		const live = state.name === "live" ? state : null;
		const waiting = live === null ? [] : [...live.creates, ...live.joins.flatMap(({ ids }) => ids)];
		const requestTimers = [...this.timers].filter((timer) => timer.startsWith("request:"));
		const isComingBack = live !== null && live.groupId === null && live.memory.group !== null;
		expect({
			waiting: waiting.length,
			requestTimers: requestTimers.length,
			retry: this.timers.has("retry"),
			hello: this.timers.has("hello"),
			heartbeat: this.timers.has("heartbeat"),
			rejoin: this.timers.has("rejoin"),
			isInGroup: this.isInGroup,
			device: state.memory.device,
		}).toEqual({
			waiting: this.nextId - this.settled.size,
			requestTimers: waiting.length,
			retry: state.name === "backoff",
			hello: state.name === "greeting",
			heartbeat: live !== null,
			rejoin: isComingBack,
			isInGroup: live !== null && live.groupId !== null,
			device: this.device,
		});
		if (live !== null && live.groupId !== null) {
			expect(live.memory.group).toBe(live.groupId);
			expect(this.told).toEqual(this.device);
		}
		if (live !== null) expect(live.joins.length).toBeLessThanOrEqual(maxRequests + 1);
		if (state.name === "offline" || state.name === "stopped")
			expect([this.socket, ...this.timers]).toEqual(["none"]);
	}
}

test("whatever happens, timers, sends, the group and requests keep their rules", () => {
	fc.assert(
		fc.property(
			fc.array(happening, { maxLength: 80, size: "max" }),
			fc.option(fc.nat(4), { nil: Number.POSITIVE_INFINITY }),
			(happenings, maxRetries) => {
				const machine = puffClientMachine({ maxRetries, maxRequests });
				const model = new Model();
				let state = puffClientStart();
				const feed = (input: PuffClientInput): void => {
					model.input(input);
					const step = machine(state, input);
					state = step.state;
					for (const effect of step.effects) model.effect(effect);
					model.check(state);
				};
				for (const happens of happenings) {
					const input = happens(model);
					if (input !== null) feed(input);
				}
				feed({ type: "disconnect" });
				expect(["offline", "stopped"]).toContain(state.name);
			},
		),
		{ numRuns: 500 },
	);
});

const anyInput: fc.Arbitrary<PuffClientInput> = fc.oneof(
	fc.constantFrom<PuffClientInput>(
		{ type: "connect" },
		{ type: "disconnect" },
		{ type: "opened" },
		{ type: "too-big" },
		{ type: "closed", code: 4999 },
	),
	message.map((m): PuffClientInput => ({ type: "received", message: m })),
	wish,
	fc.tuple(fc.nat(), groupId).map(([id, g]): PuffClientInput => ({ type: "join", id, groupId: g })),
	fc
		.constantFrom<PuffClientTimer>("retry", "hello", "heartbeat", "rejoin", "request:0")
		.map((timer): PuffClientInput => ({ type: "timer", timer })),
);

test("any input is taken in any state, even those that cannot happen", () => {
	const machine = puffClientMachine({ maxRetries: 3 });
	fc.assert(
		fc.property(fc.array(anyInput, { maxLength: 60, size: "max" }), (inputs) => {
			let state = puffClientStart();
			for (const input of inputs) state = machine(state, input).state;
		}),
		{ numRuns: 1000 },
	);
});
