import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { anyObject, type Pattern } from "../../pattern.js";
import { chatFrame } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import type { Guest } from "./guest.js";
import type { RoomsTarget } from "./target.js";

/** What an admin who relays a type gets of a message. */
function relayed(
	type: string,
	data: Pattern,
	{ id, suffix }: Guest,
	properties: Pattern = {},
): Pattern {
	const user = { id, suffix, properties, role: "user", connectionDetails: anyObject };
	return { type: `relay:${type}`, data: { type, data, user } };
}

export const relayCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"relay-shows-the-whole-user",
		"An admin who relays a type gets its messages with all that is known of the sender, private properties too; nobody else does",
		async (room) => {
			const admin = await room.enterAdmin();
			const [a, b] = await room.enterAll(2);
			await admin.saySettled(["relay", "wave"]);
			const properties = { name: "Al", _key: 1, subscriptions: "z" };
			await a.login(properties);
			a.say("wave", { hand: "left" });
			await admin.expect(relayed("wave", { hand: "left" }, a, properties));
			b.say("wave", null);
			await admin.expect(relayed("wave", null, b));
		},
		"signingKey",
	),
	gatewayCase(
		"relay-known-types",
		"Relaying a type that the gateway knows does not change what the gateway does with it",
		async (room) => {
			const admin = await room.enterAdmin();
			const [a, b] = await room.enterAll(2);
			await b.saySettled(["subscribe", "chat"]);
			await admin.saySettled(["relay", "chat"], ["relay", "ping"]);
			a.say("chat", "hello");
			await b.expect(chatFrame("hello", a.suffix));
			await admin.expect(relayed("chat", "hello", a));
			a.say("ping", 5);
			await admin.expect(relayed("ping", 5, a));
		},
		"signingKey",
	),
	gatewayCase(
		"relay-only-its-types",
		"A relay is for one type as it is written, and for the connection that asked",
		async (room) => {
			const admin = await room.enterAdmin();
			await room.enterAdmin();
			const a = await room.enter();
			await admin.saySettled(["relay", "wave"]);
			for (const type of ["Wave", "wav", "waves", "wave:x", "constructor"]) a.say(type, 1);
			await a.settle();
			a.say("wave", 1);
			await admin.expect(relayed("wave", 1, a));
		},
		"signingKey",
	),
	gatewayCase("relay-from-a-user", "A plain user's relay is ignored in silence", async (room) => {
		const [a, b] = await room.enterAll(2);
		await a.saySettled(["relay", "wave"]);
		await b.saySettled(["wave", 1]);
	}),
	gatewayCase(
		"relay-deleted",
		"deleteRelay ends one relay of this connection, or all of them where it names none",
		async (room) => {
			const admin = await room.enterAdmin();
			const a = await room.enter();
			const types = ["wave", "nod", "blink"];
			await admin.saySettled(...types.map((type) => ["relay", type] as const));
			await admin.saySettled(["deleteRelay", "wave"]);
			for (const type of types) a.say(type, 1);
			await admin.expect(relayed("nod", 1, a), relayed("blink", 1, a));
			await admin.saySettled(["deleteRelay"]);
			for (const type of types) a.say(type, 2);
		},
		"signingKey",
	),
	gatewayCase(
		"relay-deleted-by-its-owner",
		"deleteRelay leaves the relays of other admins alone (the original ends them all)",
		async (room) => {
			const [first, second] = [await room.enterAdmin(), await room.enterAdmin()];
			const a = await room.enter();
			for (const admin of [first, second]) await admin.saySettled(["relay", "wave"]);
			await second.saySettled(["deleteRelay", "wave"], ["deleteRelay"]);
			a.say("wave", 1);
			await first.expect(relayed("wave", 1, a));
		},
		"signingKey",
	),
	gatewayCase(
		"relay-deleted-by-admins-only",
		"A plain user's deleteRelay is ignored in silence (the original obeys)",
		async (room) => {
			const admin = await room.enterAdmin();
			const a = await room.enter();
			await admin.saySettled(["relay", "wave"]);
			await a.saySettled(["deleteRelay", "wave"], ["deleteRelay"]);
			a.say("wave", 1);
			await admin.expect(relayed("wave", 1, a));
		},
		"signingKey",
	),
	gatewayCase(
		"relay-key-order",
		"A relay's frame has its data before its type, as an error's has; all others have the type first",
		async (room) => {
			const admin = await room.enterAdmin();
			const a = await room.enter();
			await admin.saySettled(["relay", "wave"], ["subscribe", "chat"]);
			a.say("chat", 1);
			await expectStart(admin, "a chat", '{"type":"chat","data":');
			a.say("wave", 1);
			await expectStart(admin, "a relay", '{"data":{"type":"wave","data":1,"user":{');
			admin.raw(await room.proof({ offsetMs: -600_000 }));
			await expectStart(admin, "an error", '{"data":"Wrong timestamp.');
		},
		"signingKey",
	),
];

async function expectStart(guest: Guest, what: string, start: string): Promise<void> {
	const text = await guest.readText(what);
	if (!text.startsWith(start))
		throw new ConformanceFailure(`expected ${what} that starts with ${start}, got ${text}`);
}
