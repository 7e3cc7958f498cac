import type { ConformanceCase } from "../../conformance.js";
import { configFrame } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import type { RoomsTarget } from "./target.js";

export const configCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"config-goes-to-all",
		"An admin's config goes to everybody in the room, the admin too, and to nobody elsewhere",
		async (room) => {
			const admin = await room.enterAdmin();
			const [a, b] = await room.enterAll(2);
			await room.another().enter();
			admin.say("config", '{"theme":"dark"}');
			for (const guest of [admin, a, b]) await guest.expect(configFrame('{"theme":"dark"}'));
		},
		"signingKey",
	),
	gatewayCase(
		"config-stays",
		"Who comes later gets the config that was set last, also when everybody had left",
		async (room) => {
			const admin = await room.enterAdmin();
			for (const text of ["first", "second"]) {
				admin.say("config", text);
				await admin.expect(configFrame(text));
			}
			const later = await room.enter({ config: "second" });
			await Promise.all([admin.leave(), later.leave()]);
			await room.enter({ config: "second" });
		},
		"signingKey",
	),
	gatewayCase(
		"config-is-text",
		'A config is always text, as JavaScript makes it: {} is "[object Object]", nothing is "undefined"',
		async (room) => {
			const admin = await room.enterAdmin();
			const guest = await room.enter();
			for (const [data, text] of [
				[5, "5"],
				[{}, "[object Object]"],
				[[1, "a"], "1,a"],
				[true, "true"],
				[null, "null"],
				[undefined, "undefined"],
				["", ""],
			] as const) {
				admin.say("config", data);
				for (const reader of [admin, guest]) await reader.expect(configFrame(text));
			}
		},
		"signingKey",
	),
	gatewayCase("config-from-a-user", "A plain user's config is ignored in silence", async (room) => {
		const [a] = await room.enterAll(2);
		await a.saySettled(["config", "mine"]);
		await room.silence();
		await room.enter();
	}),
];
