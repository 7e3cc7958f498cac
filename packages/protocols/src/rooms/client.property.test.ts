import {
	type Profile,
	type RoomsClientEffect,
	type RoomsClientInput,
	type RoomsClientState,
	type RoomsClientTimer,
	roomsClientMachine,
	roomsClientStart,
	type ServerMessage,
	Subscriptions,
	subscriptionText,
	wrongKeyError,
} from "@gw-sim/protocols/rooms";
import fc from "fast-check";
import { expect, test } from "vitest";

const maxRequests = 3;
const profile: fc.Arbitrary<Profile> = fc.record({
	suffix: fc.constant(1),
	properties: fc.constant({}),
	id: fc.constantFrom("s1", "s2"),
	connectionDetails: fc.constant({}),
	role: fc.constantFrom("user" as const, "admin" as const),
});
const message: fc.Arbitrary<ServerMessage | null> = fc.oneof(
	{ weight: 4, arbitrary: profile.map((p) => ({ type: "profile" as const, profile: p })) },
	{
		weight: 1,
		arbitrary: fc.constantFrom(
			{ type: "config", value: "" } as const,
			{ type: "error", text: wrongKeyError } as const,
			null,
		),
	},
);
const request = fc.constantFrom(
	{ kind: "login", properties: { name: "Ada" } } as const,
	{ kind: "profile" } as const,
	{ kind: "authenticate", ts: 1, key: "k" } as const,
);
const wish = fc.record({
	type: fc.constantFrom("subscribe" as const, "unsubscribe" as const),
	subscription: fc.record({
		event: fc.constantFrom("poll", "chat", "__proto__"),
		id: fc.constantFrom("all", "a", "b", "constructor"),
	}),
});

/** What can happen, chosen anew for the state in which the machine then is. */
type Happening = (model: Model) => RoomsClientInput | null;

const happening: fc.Arbitrary<Happening> = fc.oneof(
	{ weight: 2, arbitrary: fc.constant<Happening>(() => ({ type: "connect" })) },
	{ weight: 1, arbitrary: fc.constant<Happening>(() => ({ type: "disconnect" })) },
	{
		weight: 4,
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
		weight: 5,
		arbitrary: message.map(
			(m): Happening =>
				({ socket }) =>
					socket === "open" ? { type: "received", message: m } : null,
		),
	},
	{
		weight: 3,
		arbitrary: wish.map(
			(w): Happening =>
				() =>
					w,
		),
	},
	{
		weight: 3,
		arbitrary: request.map(
			(r): Happening =>
				(model) => ({ type: "request", id: model.nextId++, request: r }),
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
	readonly timers = new Set<RoomsClientTimer>();
	readonly settled = new Set<number>();
	readonly wanted = new Subscriptions();
	/** As the server sees it. */
	held = new Subscriptions();

	input(input: RoomsClientInput): void {
		if (input.type === "opened") this.socket = "open";
		if (input.type === "closed") this.socket = "none";
		if (input.type === "timer") this.timers.delete(input.timer);
		if (input.type === "subscribe") this.wanted.add(input.subscription);
		if (input.type === "unsubscribe") this.wanted.remove(input.subscription);
	}

	effect(effect: RoomsClientEffect): void {
		switch (effect.type) {
			case "open":
				expect(this.socket).toBe("none");
				this.socket = "opening";
				this.held = new Subscriptions();
				return;
			case "ping":
				expect(this.socket).toBe("open");
				return;
			case "send":
				expect(this.socket).toBe("open");
				this.#sent(effect.message.type, String(effect.message.data));
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
			case "message":
			case "lost":
		}
	}

	check(state: RoomsClientState): void {
		if (state.name === "offline" || state.name === "gave-up") {
			expect([...this.timers]).toEqual([]);
			expect(this.socket).toBe("none");
		}
		const awaited = state.name === "online" ? state.awaited : [];
		expect(awaited.length).toBeLessThanOrEqual(maxRequests);
		const waiting = awaited.filter(({ id }) => id !== null).length;
		expect(this.nextId - this.settled.size).toBe(waiting);
		expect([...this.timers].filter((timer) => timer.startsWith("request:"))).toHaveLength(waiting);
		expect(this.timers.has("retry")).toBe(state.name === "backoff");
		expect(this.timers.has("join")).toBe(state.name === "joining");
		expect(this.timers.has("ping")).toBe(this.socket === "open");
		expect(this.timers.has("silence")).toBe(this.socket === "open");
		const texts = (subscriptions: Subscriptions): string[] =>
			[...subscriptions].map(subscriptionText).sort();
		expect(state.memory.wanted.map(subscriptionText).sort()).toEqual(texts(this.wanted));
		if (state.name === "online") expect(texts(this.held)).toEqual(texts(this.wanted));
	}

	#sent(type: string, text: string): void {
		const [event = "", id = "all"] = text.split(":");
		if (type === "subscribe") this.held.add({ event, id });
		if (type === "unsubscribe") this.held.remove({ event, id });
	}
}

test("whatever happens, timers, sends, subscriptions and requests keep their rules", () => {
	fc.assert(
		fc.property(
			fc.array(happening, { maxLength: 80, size: "max" }),
			fc.option(fc.nat(4), { nil: Number.POSITIVE_INFINITY }),
			(happenings, maxRetries) => {
				const machine = roomsClientMachine({ maxRetries, maxRequests, silenceTimeoutMs: 60_000 });
				const model = new Model();
				let state = roomsClientStart();
				const feed = (input: RoomsClientInput): void => {
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
				expect(["offline", "gave-up"]).toContain(state.name);
			},
		),
		{ numRuns: 1000 },
	);
});

const anyInput: fc.Arbitrary<RoomsClientInput> = fc.oneof(
	fc.constantFrom<RoomsClientInput>(
		{ type: "connect" },
		{ type: "disconnect" },
		{ type: "opened" },
		{ type: "closed", code: 4999 },
		{ type: "send", message: { type: "wave" } },
	),
	message.map((m): RoomsClientInput => ({ type: "received", message: m })),
	wish,
	fc
		.tuple(fc.nat(), request)
		.map(([id, r]): RoomsClientInput => ({ type: "request", id, request: r })),
	fc
		.constantFrom<RoomsClientTimer>("retry", "join", "ping", "silence", "request:1", "request:0")
		.map((timer): RoomsClientInput => ({ type: "timer", timer })),
);

test("any input is taken in any state, even those that cannot happen", () => {
	const machine = roomsClientMachine({ maxRetries: 3 });
	fc.assert(
		fc.property(fc.array(anyInput, { maxLength: 60, size: "max" }), (inputs) => {
			let state = roomsClientStart();
			for (const input of inputs) state = machine(state, input).state;
		}),
		{ numRuns: 2000 },
	);
});
