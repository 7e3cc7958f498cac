import {
	type ChatClientEffect,
	type ChatClientInput,
	type ChatClientState,
	chatClientMachine,
	type ReceivedMessage,
} from "@gw-sim/protocols/chat";
import fc from "fast-check";
import { expect, test } from "vitest";

const s = fc.option(fc.nat(6), { nil: null });
const message: fc.Arbitrary<ReceivedMessage> = fc.oneof(
	fc.constant({ kind: "introduce" as const, heartbeatIntervalMs: 20_000 }),
	fc.constant({ kind: "heartbeat" as const }),
	fc.record({
		kind: fc.constant("ready" as const),
		v: fc.constant(6),
		sessionId: fc.constantFrom("1", "2"),
		encKey: fc.constant(""),
		resumed: fc.boolean(),
	}),
	fc.record({
		kind: fc.constant("dispatch" as const),
		event: fc.constant({ type: "GATEWAY_DOWN" as const }),
		s,
	}),
	fc.record({
		kind: fc.constant("foreign" as const),
		name: fc.constant("TEA"),
		cnf: fc.constant("null"),
		s,
	}),
	fc.record({
		kind: fc.constant("error" as const),
		code: fc.constantFrom(0, 3, 4001),
		fatal: fc.boolean(),
	}),
);
const code = fc.constantFrom(1000, 1001, 1006, 1008, 4001, 4002, 4999);
type Timer = Extract<ChatClientInput, { type: "timer" }>["timer"];
const timerNames: readonly Timer[] = ["retry", "introduce", "ready", "heartbeat"];

/** What can happen, chosen anew for the state in which the machine then is. */
type Happening = (model: Model) => ChatClientInput | null;
const always =
	(input: ChatClientInput): Happening =>
	() =>
		input;

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
		weight: 1,
		arbitrary: code.map(
			(c): Happening =>
				({ socket }) =>
					socket === "none" ? null : { type: "closed", code: c },
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
	{
		weight: 4,
		arbitrary: fc.constantFrom<Happening>(
			always({ type: "token", token: "t" }),
			always({ type: "no-token", reason: "no" }),
		),
	},
	{
		weight: 2,
		arbitrary: fc.constant(always({ type: "execute", event: { type: "START_TYPING" } })),
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
	introduced = false;
	presented = false;
	identified = false;
	lastS = 0;
	readonly timers = new Set<Timer>();

	input(input: ChatClientInput): void {
		if (input.type === "opened") this.socket = "open";
		if (input.type === "closed") this.socket = "none";
		if (input.type === "timer") this.timers.delete(input.timer);
		if (input.type === "received" && input.message.kind === "introduce") this.introduced = true;
	}

	effect(effect: ChatClientEffect, input: ChatClientInput): void {
		switch (effect.type) {
			case "open":
				expect(this.socket).toBe("none");
				this.socket = "opening";
				this.introduced = this.presented = this.identified = false;
				return;
			case "token":
				expect(this.introduced && !this.presented).toBe(true);
				return;
			case "send":
				expect(this.socket).toBe("open");
				expect(this.introduced).toBe(true);
				if (effect.message.kind === "present") {
					expect(this.presented).toBe(false);
					this.presented = true;
				}
				if (effect.message.kind === "execute") {
					expect(this.identified).toBe(true);
					expect(effect.message.ack ?? 0).toBe(this.lastS);
				}
				return;
			case "close":
				expect(this.socket).toBe("open");
				this.socket = "none";
				return;
			case "terminate":
				expect(this.socket).not.toBe("none");
				this.socket = "none";
				return;
			case "ready":
				expect(this.presented).toBe(true);
				this.identified = true;
				if (!effect.ready.resumed) this.lastS = 0;
				return;
			case "event":
			case "foreign": {
				expect(this.identified).toBe(true);
				const number = input.type === "received" && "s" in input.message ? input.message.s : null;
				if (number === null) return;
				expect(number).toBeGreaterThan(this.lastS);
				this.lastS = number;
				return;
			}
			case "arm":
				expect(this.timers).not.toContain(effect.timer);
				this.timers.add(effect.timer);
				return;
			case "disarm":
				this.timers.delete(effect.timer);
				return;
			case "refused":
			case "lost":
		}
	}

	check(state: ChatClientState): void {
		const expected: Readonly<Record<ChatClientState["name"], readonly Timer[]>> = {
			offline: [],
			stopped: [],
			connecting: [],
			backoff: ["retry"],
			introducing: ["introduce"],
			authorising: ["heartbeat", "ready"],
			joining: ["heartbeat", "ready"],
			online: ["heartbeat"],
		};
		expect([...this.timers].sort()).toEqual(expected[state.name]);
		const hasNone = ["offline", "stopped", "backoff"].includes(state.name);
		expect(this.socket).toBe(hasNone ? "none" : state.name === "connecting" ? "opening" : "open");
	}
}

test("whatever happens, timers, sends and sessions keep their rules", () => {
	fc.assert(
		fc.property(
			fc.array(happening, { maxLength: 100, size: "max" }),
			fc.option(fc.nat(4), { nil: Number.POSITIVE_INFINITY }),
			(happenings, maxRetries) => {
				const machine = chatClientMachine({ maxRetries });
				const model = new Model();
				let state: ChatClientState = { name: "offline" };
				const feed = (input: ChatClientInput): void => {
					const previous = state;
					model.input(input);
					const step = machine(state, input);
					state = step.state;
					for (const effect of step.effects) model.effect(effect, input);
					model.check(state);
					if (previous.name === "stopped" && state.name !== "stopped")
						expect(input.type).toBe("connect");
				};
				for (const next of happenings) {
					const input = next(model);
					if (input !== null) feed(input);
				}
				feed({ type: "disconnect" });
				expect(["offline", "stopped"]).toContain(state.name);
			},
		),
		{ numRuns: 1500 },
	);
});

const anyInput: fc.Arbitrary<ChatClientInput> = fc.oneof(
	fc.constantFrom<ChatClientInput>(
		{ type: "connect" },
		{ type: "disconnect" },
		{ type: "opened" },
		{ type: "token", token: "t" },
		{ type: "no-token", reason: "no" },
		{ type: "execute", event: { type: "START_TYPING" } },
	),
	message.map((m): ChatClientInput => ({ type: "received", message: m })),
	code.map((c): ChatClientInput => ({ type: "closed", code: c })),
	fc.constantFrom(...timerNames).map((timer): ChatClientInput => ({ type: "timer", timer })),
);

test("any input is taken in any state, even those that cannot happen", () => {
	const machine = chatClientMachine({ maxRetries: 3 });
	fc.assert(
		fc.property(fc.array(anyInput, { maxLength: 80, size: "max" }), (inputs) => {
			let state: ChatClientState = { name: "offline" };
			for (const input of inputs) state = machine(state, input).state;
		}),
		{ numRuns: 2000 },
	);
});
