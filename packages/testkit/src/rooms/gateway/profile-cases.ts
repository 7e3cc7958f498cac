import type { ConformanceCase } from "../../conformance.js";
import type { Pattern } from "../../pattern.js";
import { chatFrame, json, profileFrame } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import type { Guest } from "./guest.js";
import type { RoomsTarget } from "./target.js";

const builtins = '"constructor":2,"toString":"x","hasOwnProperty":null,"a":{"__proto__":3}';

/** The profile that this client has to be sent once its properties are these. */
function own({ id, suffix }: Guest, properties: Pattern): Pattern {
	return profileFrame({ id, suffix, properties });
}

export const profileCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"profile-on-request",
		"A request for the profile is answered with the profile as it stands, to this connection only",
		async (room) => {
			const [a] = await room.enterAll(2);
			a.say("profile");
			await a.expect(own(a, {}));
			a.say("profile", { any: "data" });
			await a.expect(own(a, {}));
		},
	),
	gatewayCase(
		"login-answers-the-sender",
		"A login is answered with one profile that holds the properties, private ones among them, and only to this connection",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			b.say("subscribe", "chat");
			const properties = { name: "Al", _key: 1, nested: { _x: [null, true] } };
			a.say("login", properties);
			await a.expect(own(a, properties));
			await Promise.all([a.quiet(), b.quiet()]);
		},
	),
	gatewayCase(
		"login-replaces",
		"A login replaces all properties of the one before; it does not merge them",
		async (room) => {
			const a = await room.enter();
			a.say("login", { name: "Al", _key: 1 });
			await a.expect(own(a, { name: "Al", _key: 1 }));
			a.say("login", { color: "red" });
			await a.expect(own(a, { color: "red" }));
			a.say("profile");
			await a.expect(own(a, { color: "red" }));
		},
	),
	gatewayCase(
		"login-without-an-object",
		"A login with anything but an object stands for no properties, and is answered (the original spreads texts and arrays)",
		async (room) => {
			const a = await room.enter();
			for (const data of [undefined, null, 5, "abc", true, [1, 2]]) {
				a.say("login", { name: "Al" });
				await a.expect(own(a, { name: "Al" }));
				a.say("login", data);
				await a.expect(own(a, {}));
			}
		},
	),
	gatewayCase(
		"login-any-names",
		"Properties may have any name, also those that languages keep for themselves, and any value",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await b.saySettled(["subscribe", "chat"]);
			a.raw(`{"type":"login","data":{"__proto__":{"p":1},${builtins}}}`);
			await a.expect(own(a, json(`{"__proto__":{"p":1},${builtins}}`)));
			// One of them is private by its beginning.
			a.say("chat", 1);
			await b.expect(chatFrame(1, a.suffix, json(`{${builtins}}`)));
			b.say("profile");
			await b.expect(own(b, {}));
		},
	),
	gatewayCase(
		"properties-private",
		'Others never see properties whose name begins with "_", nor the one named "subscriptions"',
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await b.saySettled(["subscribe", "chat"]);
			const properties = { name: "Al", _key: 1, _: 2, __x: 3, subscriptions: "z" };
			a.say("login", properties);
			await a.expect(own(a, properties));
			a.say("chat", "m");
			await b.expect(chatFrame("m", a.suffix, { name: "Al" }));
		},
	),
	gatewayCase(
		"properties-public",
		'Others see every other property, the one named "" and what begins with "_" further down among them',
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await b.saySettled(["subscribe", "chat"]);
			const properties = {
				"": 0,
				a_: 1,
				" _b": 2,
				nested: { _in: { _deep: 3 }, subscriptions: [4] },
			};
			a.say("login", properties);
			await a.expect(own(a, properties));
			a.say("chat", "m");
			await b.expect(chatFrame("m", a.suffix, properties));
		},
	),
	gatewayCase(
		"profile-hides-subscriptions",
		"Subscriptions never show among the properties (in the original they do until the first login)",
		async (room) => {
			const a = await room.enter();
			for (const event of ["chat", "poll:p", "weather"]) a.say("subscribe", event);
			a.say("profile");
			await a.expect(own(a, {}));
			a.say("chat", "m");
			await a.expect(chatFrame("m", a.suffix));
		},
	),
	gatewayCase(
		"login-keeps-subscriptions",
		"A login neither drops subscriptions nor makes any, whatever its properties are named",
		async (room) => {
			const [a, b, c] = await room.enterAll(3);
			a.say("subscribe", "chat");
			a.say("login", { name: "Al" });
			await a.expect(own(a, { name: "Al" }));
			const forged = { subscriptions: { chat: { all: true } } };
			b.say("login", forged);
			await b.expect(own(b, forged));
			c.say("chat", "m");
			await a.expect(chatFrame("m", c.suffix));
		},
	),
];
