import type { ConformanceCase } from "../../conformance.js";
import type { Pattern } from "../../pattern.js";
import { gatewayCase } from "./gateway-case.js";
import type { RoomsTarget } from "./target.js";

export const broadcastCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"broadcast-to-all",
		"An admin's broadcast goes to everybody in the room, the admin too, under the type and with the data that it gives",
		async (room) => {
			const admin = await room.enterAdmin();
			const guest = await room.enter();
			await room.another().enter();
			for (const data of [
				[1, 2, "abc"],
				{ nested: { x: null } },
				"text",
				0,
				false,
				null,
			] as const) {
				admin.say("broadcast", { type: "whatsup", data });
				for (const reader of [admin, guest]) await reader.expect({ type: "whatsup", data });
			}
		},
		"signingKey",
	),
	gatewayCase(
		"broadcast-any-type",
		"A broadcast may have any type, also one of the gateway's own; it needs no subscription",
		async (room) => {
			const admin = await room.enterAdmin();
			const guest = await room.enter();
			for (const type of ["chat", "config", "counter", "", "__proto__", "relay:x"]) {
				admin.say("broadcast", { type, data: type });
				for (const reader of [admin, guest]) await reader.expect({ type, data: type });
			}
		},
		"signingKey",
	),
	gatewayCase(
		"broadcast-without-parts",
		"A broadcast leaves out what it is not given: without type and data it is {}",
		async (room) => {
			const admin = await room.enterAdmin();
			const guest = await room.enter();
			for (const [data, frame] of [
				[{ type: "t" }, { type: "t" }],
				[{ data: 1 }, { data: 1 }],
				[
					{ type: "t", data: null },
					{ type: "t", data: null },
				],
				[
					{ type: "t", data: 1, more: 2 },
					{ type: "t", data: 1 },
				],
				[{}, {}],
			] as const satisfies readonly (readonly [unknown, Pattern])[]) {
				admin.say("broadcast", data);
				for (const reader of [admin, guest]) await reader.expect(frame);
			}
		},
		"signingKey",
	),
	gatewayCase(
		"broadcast-to-an-event",
		"A broadcast to an event reaches who subscribed to the whole of it, not to an id of it, whatever its type",
		async (room) => {
			const admin = await room.enterAdmin();
			const [whole, one, none] = await room.enterAll(3);
			await whole.saySettled(["subscribe", "weather"]);
			await one.saySettled(["subscribe", "weather:tor"]);
			await none.saySettled(["subscribe", "w"], ["subscribe", "chat"]);
			admin.say("broadcast", { to: "weather", type: "w", data: 1 });
			await whole.expect({ type: "w", data: 1 });
		},
		"signingKey",
	),
	gatewayCase(
		"broadcast-to-an-id",
		"A broadcast to an event's id reaches who subscribed to that id or to the whole event, once",
		async (room) => {
			const admin = await room.enterAdmin();
			const [whole, one, both] = await room.enterAll(3);
			await admin.saySettled(["subscribe", "weather:mtl"]);
			await whole.saySettled(["subscribe", "weather"]);
			await one.saySettled(["subscribe", "weather:tor"]);
			await both.saySettled(["subscribe", "weather:tor"], ["subscribe", "weather"]);
			admin.say("broadcast", { to: "weather:tor", type: "w", data: 1 });
			for (const reader of [whole, one, both]) await reader.expect({ type: "w", data: 1 });
		},
		"signingKey",
	),
	gatewayCase(
		"broadcast-to-any-name",
		"Names that languages keep for themselves are events like any other",
		async (room) => {
			const admin = await room.enterAdmin();
			const [a] = await room.enterAll(2);
			for (const to of ["__proto__", "constructor", "toString"]) {
				admin.say("broadcast", { to, type: "early" });
				await admin.settle();
				await a.saySettled(["subscribe", to]);
				admin.say("broadcast", { to, type: "late" });
				await a.expect({ type: "late" });
			}
		},
		"signingKey",
	),
	gatewayCase(
		"broadcast-from-a-user",
		"A plain user's broadcast is ignored in silence",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await b.saySettled(["subscribe", "weather"]);
			await a.saySettled(
				["broadcast", { type: "t", data: 1 }],
				["broadcast", { type: "t", data: 1, to: "weather" }],
				["broadcast"],
			);
		},
	),
];
