import {
	type LockClientEffect,
	type LockClientInput,
	type LockClientState,
	lockClientMachine,
	newLockState,
	type ServerMessage,
} from "@gw-sim/protocols/lock";
import fc from "fast-check";
import { expect, test } from "vitest";

const serial = "a";
const topic = `lock:${serial}`;
const maxRequests = 3;
const ref = fc.option(fc.nat(12).map(String), { nil: null });

const message: fc.Arbitrary<ServerMessage> = fc.oneof(
	fc.record({
		kind: fc.constant("reply" as const),
		joinRef: ref,
		ref,
		topic: fc.constantFrom(topic, "phoenix", "lock:b"),
		status: fc.constantFrom("ok", "error"),
		response: fc.constantFrom({}, { ...newLockState(serial, "u") }),
	}),
	fc.record({
		kind: fc.constant("push" as const),
		joinRef: ref,
		ref,
		topic: fc.constantFrom(topic, "lock:b"),
		event: fc.constantFrom("phx_close", "phx_error", "mode:pair"),
		payload: fc.constant({}),
	}),
);
/** What can happen, chosen anew for the state in which the machine then is. */
type Happening = (model: Model) => LockClientInput | null;

const always =
	(input: LockClientInput): Happening =>
	() =>
		input;
const happening: fc.Arbitrary<Happening> = fc.oneof(
	{ weight: 2, arbitrary: fc.constant(always({ type: "connect" })) },
	{ weight: 1, arbitrary: fc.constant(always({ type: "disconnect" })) },
	{
		weight: 3,
		arbitrary: fc.constant<Happening>(({ socket }) =>
			socket === "opening" ? { type: "opened" } : null,
		),
	},
	{
		weight: 1,
		arbitrary: fc.constant<Happening>(({ socket }) =>
			socket === "none" ? null : { type: "closed", code: 1006 },
		),
	},
	{
		weight: 3,
		arbitrary: message.map((m): Happening => always({ type: "received", message: m })),
	},
	{
		weight: 3,
		// The reply that the hub really owes.
		arbitrary: fc.nat().map(
			(n): Happening =>
				({ refs }) => {
					const answered = [...refs][n % Math.max(1, refs.size)];
					if (answered === undefined) return null;
					const response = { ...newLockState(serial, "u") };
					const base = { kind: "reply", joinRef: null, topic, status: "ok", response } as const;
					return { type: "received", message: { ...base, ref: answered } };
				},
		),
	},
	{
		weight: 3,
		arbitrary: fc.constant<Happening>((model) => ({
			type: "request",
			id: model.nextId++,
			event: "reset",
			payload: {},
		})),
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

type Timer = Extract<LockClientInput, { type: "timer" }>["timer"];

/** What the world outside a machine would be after the same inputs and effects. */
class Model {
	socket: "none" | "opening" | "open" = "none";
	nextId = 0;
	readonly refs = new Set<string>();
	readonly timers = new Set<Timer>();
	readonly settled = new Set<number>();

	input(input: LockClientInput): void {
		if (input.type === "opened") this.socket = "open";
		if (input.type === "closed") this.socket = "none";
		if (input.type === "timer") this.timers.delete(input.timer);
	}

	effect(effect: LockClientEffect): void {
		switch (effect.type) {
			case "open":
				expect(this.socket).toBe("none");
				this.socket = "opening";
				this.refs.clear();
				return;
			case "send": {
				expect(this.socket).toBe("open");
				const sentRef = effect.message.ref;
				if (typeof sentRef !== "string") throw new Error("a ref is a text");
				expect(this.refs).not.toContain(sentRef);
				this.refs.add(sentRef);
				return;
			}
			case "close":
				expect(this.socket).toBe("open");
				this.socket = "none";
				return;
			case "terminate":
				expect(this.socket).not.toBe("none");
				this.socket = "none";
				return;
			case "arm":
				expect(this.timers).not.toContain(effect.timer);
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
			case "lost":
			case "event":
		}
	}

	check(state: LockClientState): void {
		if (state.name === "offline" || state.name === "gave-up") {
			expect([...this.timers]).toEqual([]);
			expect(this.socket).toBe("none");
			expect(this.settled.size).toBe(this.nextId);
		}
		const waiting = state.name === "online" ? state.requests.size : 0;
		expect(waiting).toBeLessThanOrEqual(maxRequests);
		expect(this.nextId - this.settled.size).toBe(waiting);
		if (state.name === "backoff") expect(this.timers).toContain("retry");
		if (state.name === "joining") expect(this.timers).toContain("join");
		const beats = [...this.timers].filter((timer) => timer.startsWith("heartbeat"));
		expect(beats).toHaveLength(this.socket === "open" ? 1 : 0);
	}
}

test("whatever happens, timers, sends and requests keep their rules", () => {
	fc.assert(
		fc.property(
			fc.array(happening, { maxLength: 80, size: "max" }),
			fc.option(fc.nat(4), { nil: Number.POSITIVE_INFINITY }),
			(happenings, maxRetries) => {
				const machine = lockClientMachine({ serial, maxRetries, maxRequests });
				const model = new Model();
				let state: LockClientState = { name: "offline" };
				const feed = (input: LockClientInput): void => {
					const previous = state;
					model.input(input);
					const step = machine(state, input);
					state = step.state;
					for (const effect of step.effects) model.effect(effect);
					model.check(state);
					if (previous.name === "gave-up" && state.name !== "gave-up")
						expect(input.type).toBe("connect");
				};
				for (const happening of happenings) {
					const input = happening(model);
					if (input !== null) feed(input);
				}
				feed({ type: "disconnect" });
				expect(["offline", "gave-up"]).toContain(state.name);
			},
		),
		{ numRuns: 1000 },
	);
});

const anyInput: fc.Arbitrary<LockClientInput> = fc.oneof(
	fc.constantFrom<LockClientInput>(
		{ type: "connect" },
		{ type: "disconnect" },
		{ type: "opened" },
		{ type: "closed", code: 4999 },
	),
	message.map((m): LockClientInput => ({ type: "received", message: m })),
	fc.nat().map((id): LockClientInput => ({ type: "request", id, event: "e", payload: null })),
	fc
		.constantFrom<Timer>("retry", "join", "heartbeat", "heartbeat-reply", "request:1", "request:")
		.map((timer): LockClientInput => ({ type: "timer", timer })),
);

test("any input is taken in any state, even those that cannot happen", () => {
	const machine = lockClientMachine({ serial, maxRetries: 3 });
	fc.assert(
		fc.property(fc.array(anyInput, { maxLength: 60, size: "max" }), (inputs) => {
			let state: LockClientState = { name: "offline" };
			for (const input of inputs) state = machine(state, input).state;
		}),
		{ numRuns: 2000 },
	);
});
