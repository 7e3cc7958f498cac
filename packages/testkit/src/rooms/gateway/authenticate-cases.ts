import type { ConformanceCase } from "../../conformance.js";
import { type Pattern, textLike } from "../../pattern.js";
import { profileFrame } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import type { Guest } from "./guest.js";
import type { RoomsTarget } from "./target.js";

const window = 300_000;

const wrongTimestamp: Pattern = {
	type: "error",
	data: textLike(/^Wrong timestamp\. Received \d+ but now is \d+ Diff is -?\d+$/),
};

/** What this client's profile has to be. */
function roleOf({ id, suffix }: Guest, role: "user" | "admin"): Pattern {
	return profileFrame({ id, suffix, role });
}

async function expectRole(guest: Guest, role: "user" | "admin"): Promise<void> {
	guest.say("profile");
	await guest.expect(roleOf(guest, role));
}

export const authenticateCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"authenticate-makes-an-admin",
		"The right key, the hex SHA-256 of room + ts + signing key, makes an admin: a profile that says so comes to this connection only",
		async (room) => {
			const [a] = await room.enterAll(2);
			a.raw(await room.proof());
			await a.expect(roleOf(a, "admin"));
			await expectRole(a, "admin");
		},
		"signingKey",
	),
	gatewayCase(
		"authenticate-key-in-any-case",
		"The key's hex digits may be capitals",
		async (room) => {
			const a = await room.enter();
			a.raw(await room.proof({ key: (hex) => hex.toUpperCase() }));
			await a.expect(roleOf(a, "admin"));
		},
		"signingKey",
	),
	gatewayCase(
		"authenticate-time-as-text",
		"The time may be text: its digits go into the key as they stand",
		async (room) => {
			const a = await room.enter();
			a.raw(await room.proof({ asText: true }));
			await a.expect(roleOf(a, "admin"));
		},
		"signingKey",
	),
	gatewayCase(
		"authenticate-wrong-key",
		"A wrong key is not answered and changes nothing, nor does the right one of another room",
		async (room) => {
			const a = await room.enter();
			a.raw(await room.proof({ key: (hex) => hex.replace(/^./, (c) => (c === "0" ? "1" : "0")) }));
			a.raw(await room.proof({ key: (hex) => hex.slice(0, -1) }));
			a.raw(await room.proof({ key: () => "" }));
			a.raw(await room.proof({ room: `${room.name}x` }));
			await a.settle();
			await expectRole(a, "user");
			await room.promote(a);
		},
		"signingKey",
	),
	gatewayCase(
		"authenticate-wrong-time",
		"A time more than five minutes off, either way, is answered with an error and changes nothing",
		async (room) => {
			const [a] = await room.enterAll(2);
			for (const offsetMs of [-window - 10_000, window + 10_000, -86_400_000]) {
				a.raw(await room.proof({ offsetMs }));
				await a.expect(wrongTimestamp);
			}
			await expectRole(a, "user");
		},
		"signingKey",
	),
	gatewayCase(
		"authenticate-within-five-minutes",
		"A time up to five minutes off will do, either way",
		async (room) => {
			for (const offsetMs of [-window + 10_000, window - 10_000]) {
				const a = await room.enter();
				a.raw(await room.proof({ offsetMs }));
				await a.expect(roleOf(a, "admin"));
			}
		},
		"signingKey",
	),
	gatewayCase(
		"authenticate-time-is-a-number",
		"A time that is no finite number never makes an admin, whatever its key (in the original any text does, for ever)",
		async (room) => {
			const a = await room.enter();
			for (const ts of ["abc", "Infinity", "NaN", ""])
				a.raw(await room.proof({ ts, asText: true }));
			a.raw((await room.proof({ ts: "Infinity" })).replace('"ts":Infinity', '"ts":1e999'));
			for (const ts of ["null", "true", "{}", "[]"]) a.raw(await room.proof({ ts }));
			a.say("profile");
			await a.skipTo(roleOf(a, "user"));
			await room.promote(a);
		},
		"signingKey",
	),
	gatewayCase(
		"authenticate-without-parts",
		"An authentication that lacks a part never makes an admin, and the connection lives",
		async (room) => {
			const a = await room.enter();
			const ts = room.target.clock.wallTime();
			for (const data of [undefined, null, 5, {}, [], { ts }, { key: "x" }, { ts, key: 5 }])
				a.say("authenticate", data);
			a.say("profile");
			await a.skipTo(roleOf(a, "user"));
			await room.promote(a);
		},
		"signingKey",
	),
	gatewayCase(
		"authenticate-one-connection",
		"The role belongs to the connection: neither the session's other connections nor later ones have it",
		async (room) => {
			const a = await room.enter();
			const known = { id: a.id, suffix: a.suffix };
			const twin = await room.enter({ session: a.id, profile: known });
			await room.promote(a);
			await expectRole(twin, "user");
			await a.leave();
			await room.enter({ session: a.id, profile: { ...known, role: "user" } });
		},
		"signingKey",
	),
	gatewayCase(
		"authenticate-is-for-good",
		"An admin stays one: a login, a wrong key and a wrong time do not lower the role",
		async (room) => {
			const a = await room.enterAdmin();
			a.raw(await room.proof({ key: () => "0" }));
			a.raw(await room.proof({ offsetMs: -2 * window }));
			await a.expect(wrongTimestamp);
			a.say("login", { name: "Al" });
			await a.expect(
				profileFrame({ id: a.id, suffix: a.suffix, role: "admin", properties: { name: "Al" } }),
			);
		},
		"signingKey",
	),
];
