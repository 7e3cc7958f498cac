import type { LockState } from "@gw-sim/client/lock";
import fc from "fast-check";
import { expect, test } from "vitest";
import { lockFirmware } from "./firmware.js";
import { type LockFirmwareInput, poweredUp } from "./firmware-state.js";

function hub(mode: number | null): LockState {
	return { uuid: "u", serial: "s", name: "n", mode, feature_flags: [], config: null };
}

const granted: LockFirmwareInput = {
	type: "access-answered",
	uid: "AA",
	verdict: { granted: true, user: { id: 1, email: "a@b" } },
};

const anyInput: fc.Arbitrary<LockFirmwareInput> = fc.oneof(
	fc.constantFrom<LockFirmwareInput>(
		{ type: "joined", hub: hub(1) },
		{ type: "link", link: "backoff" },
		{ type: "link", link: "offline" },
		{ type: "link", link: "joining" },
		{ type: "joined", hub: hub(null) },
		{ type: "joined", hub: hub(2) },
		{ type: "remove-tag" },
		{ type: "jam" },
		{ type: "clear-jam" },
		granted,
		{ type: "access-answered", uid: "AA", verdict: { granted: false, reason: "no" } },
	),
	fc.record({ type: fc.constant("pair" as const), params: fc.constant({ user: 1 }) }),
	fc.record({ type: fc.constant("present-tag" as const), uid: fc.constantFrom("AA", "BB") }),
	fc.record({
		type: fc.constant("timer" as const),
		timer: fc.constantFrom("hold", "travel", "read", "feedback"),
	}),
	fc.record({
		type: fc.constant("pair-answered" as const),
		pairing: fc.nat(3),
		uid: fc.constant("AA"),
		refusal: fc.constantFrom(null, "no"),
	}),
	fc.record({
		type: fc.constant("reset-answered" as const),
		pairing: fc.nat(3),
		hub: fc.constantFrom(null, hub(null), hub(1), hub(2)),
	}),
);

test("whatever happens, the bolt opens on a grant alone, and pairing exists on line alone", () => {
	fc.assert(
		fc.property(
			fc.array(anyInput, { maxLength: 60 }),
			fc.constantFrom(0, 1500),
			(inputs, travelMs) => {
				const lock = lockFirmware({ holdMs: 10_000, travelMs });
				let state = poweredUp;
				let isGranted = false;
				for (const input of inputs) {
					const before = state.bolt.position;
					const { state: next, effects } = lock(state, input);
					if (input === granted) isGranted = true;
					const position = next.bolt.position;
					if (
						position !== before &&
						(position === "unlocking" || (travelMs === 0 && position === "unlocked"))
					)
						expect(input).toBe(granted);
					if (position === "unlocked" && before !== "unlocked" && travelMs > 0) {
						expect(before).toBe("unlocking");
						expect(isGranted).toBe(true);
					}
					if (next.link !== "online") expect(next.pairing).toBeNull();
					for (const effect of effects)
						if (effect.type === "request-access" || effect.type === "complete-pair")
							expect(next.link).toBe("online");
					state = next;
				}
			},
		),
		{ numRuns: 2000 },
	);
});
