import {
	type CloudClientEffect,
	type CloudClientInput,
	type CloudClientState,
	type CloudClientTimer,
	cloudClientMachine,
	cloudClientStart,
	decodeServerMessage,
	type Show,
	showOf,
	type WhenOffline,
} from "@gw-sim/protocols/cloud";
import fc from "fast-check";
import { expect, test } from "vitest";

const packet = fc
	.tuple(
		fc.constantFrom("0", "1", "2", "r", "u", "d", "x", "__proto__"),
		fc.constantFrom("?", "", "5", "12", "1,2,3", "-1,999,0.5", "x"),
		fc.constantFrom("?", "3", "4.17", "-1", "99", "1"),
	)
	.map((fields) => `[cc:${fields.join(":")}]`);
const frame = fc.oneof(
	{ weight: 4, arbitrary: fc.constant("ok") },
	{ weight: 3, arbitrary: fc.constant("pong") },
	{ weight: 6, arbitrary: fc.array(packet, { maxLength: 3 }).map((packets) => packets.join("")) },
	{ weight: 1, arbitrary: fc.string() },
	{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 3 }) },
);
const received = frame.map(
	(data): CloudClientInput => ({ type: "received", message: decodeServerMessage(data) }),
);

/** What can happen, chosen anew for the world in which the machine then is. */
type Happening = (model: Model) => CloudClientInput | null;

const always = (input: CloudClientInput): fc.Arbitrary<Happening> => fc.constant(() => input);
const happening: fc.Arbitrary<Happening> = fc.oneof(
	{ weight: 2, arbitrary: always({ type: "connect" }) },
	{ weight: 1, arbitrary: always({ type: "disconnect" }) },
	{ weight: 2, arbitrary: always({ type: "log", line: "hello" }) },
	{ weight: 2, arbitrary: always({ type: "ping" }) },
	{
		weight: 4,
		arbitrary: fc.constant<Happening>(({ socket }) =>
			socket === "opening" ? { type: "opened" } : null,
		),
	},
	{
		weight: 4,
		arbitrary: fc.constant<Happening>(({ isAsked }) =>
			isAsked ? { type: "secret", secret: "s3cret" } : null,
		),
	},
	{
		weight: 1,
		arbitrary: fc.constant<Happening>(({ isAsked }) =>
			isAsked ? { type: "no-secret", reason: "none" } : null,
		),
	},
	{
		weight: 1,
		arbitrary: fc.constant<Happening>(({ socket }) =>
			socket === "none" ? null : { type: "closed", code: 1006 },
		),
	},
	{
		weight: 8,
		arbitrary: received.map(
			(input): Happening =>
				({ socket }) =>
					socket === "open" ? input : null,
		),
	},
	{
		weight: 5,
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
	isAsked = false;
	sent: string[] = [];
	show: Show = { mode: "off" };
	dimmed = false;
	readonly timers = new Set<CloudClientTimer>();

	input(input: CloudClientInput): void {
		if (input.type === "opened") this.socket = "open";
		if (input.type === "closed") this.#gone();
		if (input.type === "secret" || input.type === "no-secret") this.isAsked = false;
		if (input.type === "timer") this.timers.delete(input.timer);
	}

	effect(effect: CloudClientEffect): void {
		switch (effect.type) {
			case "open":
				expect(this.socket).toBe("none");
				this.socket = "opening";
				this.sent = [];
				return;
			case "secret":
				expect(this.socket).toBe("open");
				this.isAsked = true;
				return;
			case "send":
				expect(this.socket).toBe("open");
				this.sent.push(effect.message.type);
				expect(this.sent.indexOf("secret")).toBe(0);
				expect(this.sent.lastIndexOf("secret")).toBe(0);
				return;
			case "close":
				expect(this.socket).toBe("open");
				this.#gone();
				return;
			case "terminate":
				expect(this.socket).not.toBe("none");
				this.#gone();
				return;
			case "arm":
				this.timers.add(effect.timer);
				return;
			case "disarm":
				this.timers.delete(effect.timer);
				return;
			case "show":
				expect(effect.show).not.toEqual(this.show);
				this.show = effect.show;
				return;
			case "dimmed":
				expect(effect.dimmed).not.toBe(this.dimmed);
				this.dimmed = effect.dimmed;
				return;
			case "joined":
				expect(this.sent).toEqual(["secret"]);
				return;
			case "command":
			case "rejected":
			case "miscoded":
			case "lost":
		}
	}

	check(state: CloudClientState, whenOffline: WhenOffline): void {
		if (state.name === "offline" || state.name === "gave-up") {
			expect([...this.timers]).toEqual([]);
			expect(this.socket).toBe("none");
		}
		expect(this.timers.has("retry")).toBe(state.name === "backoff");
		expect(this.timers.has("join")).toBe(state.name === "authorising" || state.name === "joining");
		expect(this.timers.has("ping")).toBe(state.name === "online");
		expect(this.timers.has("pong")).toBe(state.name === "online" && state.awaited > 0);
		if (state.name === "online") {
			expect(state.misses).toBeLessThan(2);
			expect(this.dimmed).toBe(false);
		} else if (whenOffline === "off") expect(this.show).toEqual({ mode: "off" });
		expect(this.show).toEqual(showOf(state.memory.display));
		expect(this.dimmed).toBe(state.memory.dimmed);
		this.#checkBounds();
	}

	#checkBounds(): void {
		const { show } = this;
		if (show.mode === "weather") {
			expect(Number.isInteger(show.weather) && show.weather >= 1 && show.weather <= 9).toBe(true);
			expect(show.intensity >= 0 && show.intensity <= 10).toBe(true);
		}
		if (show.mode !== "color") return;
		expect(show.pulse >= 0 && show.pulse <= 9).toBe(true);
		for (const channel of show.color)
			expect(Number.isInteger(channel) && channel >= 0 && channel <= 255).toBe(true);
	}

	#gone(): void {
		this.socket = "none";
		this.isAsked = false;
	}
}

test("whatever happens, the secret goes first, and timers, shows and bounds keep their rules", () => {
	fc.assert(
		fc.property(
			fc.array(happening, { maxLength: 80, size: "max" }),
			fc.option(fc.nat(4), { nil: Number.POSITIVE_INFINITY }),
			fc.constantFrom<WhenOffline>("keep", "off", "dim"),
			(happenings, maxRetries, whenOffline) => {
				const machine = cloudClientMachine({ maxRetries, whenOffline });
				const model = new Model();
				let state = cloudClientStart;
				const feed = (input: CloudClientInput): void => {
					model.input(input);
					const step = machine(state, input);
					state = step.state;
					for (const effect of step.effects) model.effect(effect);
					model.check(state, whenOffline);
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

const anyInput: fc.Arbitrary<CloudClientInput> = fc.oneof(
	fc.constantFrom<CloudClientInput>(
		{ type: "connect" },
		{ type: "disconnect" },
		{ type: "opened" },
		{ type: "secret", secret: "s3cret" },
		{ type: "no-secret", reason: "none" },
		{ type: "closed", code: 4999 },
		{ type: "log", line: "hello" },
		{ type: "ping" },
	),
	received,
	fc
		.constantFrom<CloudClientTimer>("retry", "join", "ping", "pong")
		.map((timer): CloudClientInput => ({ type: "timer", timer })),
);

test("any input is taken in any state, even those that cannot happen", () => {
	const machine = cloudClientMachine({ maxRetries: 3 });
	fc.assert(
		fc.property(fc.array(anyInput, { maxLength: 60, size: "max" }), (inputs) => {
			let state = cloudClientStart;
			for (const input of inputs) state = machine(state, input).state;
			expect(JSON.stringify(state)).not.toContain("s3cret");
		}),
		{ numRuns: 2000 },
	);
});
