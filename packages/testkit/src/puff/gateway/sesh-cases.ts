import type { ConformanceCase } from "../../conformance.js";
import { gatewayCase } from "./gateway-case.js";
import { deviceState } from "./member.js";
import type { PuffTarget } from "./target.js";

const { idle, select, preheat, active, fade } = deviceState;

/** A device that passes these states ends the heating of its group with the last of them. */
function endsBy(
	id: string,
	rule: string,
	...states: readonly number[]
): ConformanceCase<PuffTarget> {
	return gatewayCase(id, rule, async (stage) => {
		const [party, a] = await stage.party(2);
		await party.start(a);
		await party.pass(a, ...states);
		await party.expectAll(party.update());
	});
}

/** How the heating of a group ends. */
export const seshCases: readonly ConformanceCase<PuffTarget>[] = [
	endsBy(
		"sesh-ends-after-active",
		"State 5 after 8 ends the heating: every member gets GROUP_UPDATE with the state chilling",
		preheat,
		active,
		idle,
	),
	endsBy("sesh-ends-after-preheat", "State 5 after 7, an abort, ends the heating", preheat, idle),
	endsBy(
		"sesh-ends-after-fade",
		"State 5 after 9 ends the heating (in the original the group heats for ever)",
		preheat,
		active,
		fade,
		idle,
	),
	gatewayCase(
		"sesh-ends-with-the-first",
		"The first device that is done ends the heating for the whole group; those after it mean nothing",
		async (stage) => {
			const [party, a, b] = await stage.party(3);
			await party.start(a, b);
			await party.pass(a, preheat);
			await party.pass(b, preheat, active, idle);
			await party.expectAll(party.update());
			await party.pass(a, active, idle);
		},
	),
	gatewayCase(
		"sesh-goes-by-the-last-state",
		"Updates without a state do not come between two states",
		async (stage) => {
			const [party, a] = await stage.party(2);
			await party.start(a);
			await party.pass(a, active);
			for (const temperature of [240, 250, 254]) await party.report(a, { temperature });
			await party.report(a, { battery: 79, state: idle });
			await party.expectAll(party.update());
		},
	),
	gatewayCase(
		"sesh-goes-on-otherwise",
		"State 5 after another state than 7, 8 or 9, or another state than 5, does not end the heating",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.start(a);
			await party.pass(a, idle, idle, select, idle, preheat, active, preheat, active, fade);
			await party.pass(a, 4, idle, 11, idle);
			await party.pass(a, active, 3, idle);
			b.send(5, {});
			await party.expectAll(party.update({ state: "seshing" }));
			await party.pass(a, active, idle);
			await party.expectAll(party.update());
		},
	),
	gatewayCase(
		"sesh-goes-on-with-newcomers",
		"State 5 as the first that a device tells does not end the heating (in the original it silences the sender)",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.start(a);
			const c = await stage.connect();
			await party.add(c);
			for (const member of [b, c]) await party.pass(member, idle);
			c.send(5, {});
			await party.expectAll(party.update({ state: "seshing" }));
		},
	),
	gatewayCase(
		"sesh-forgets-who-left",
		"What a device told before it left does not count when it comes back",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.start(a, b);
			await party.pass(b, preheat, active);
			await party.leave(b);
			await party.add(b);
			await party.pass(b, idle);
			a.send(5, {});
			await party.expectAll(party.update({ state: "seshing" }));
		},
	),
	gatewayCase(
		"sesh-ends-only-a-sesh",
		"A device that is done while its group is chilling or awaiting changes nothing",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.pass(a, preheat, active, idle);
			await party.awaitDevices(a, b);
			await party.pass(a, preheat, active, fade, idle);
			b.send(5, {});
			await party.expectAll(party.update({ state: "awaiting" }));
		},
	),
	gatewayCase(
		"sesh-ends-without-devices",
		"When the last device leaves amid a heating the group is chilling: GROUP_USER_LEFT, then GROUP_UPDATE",
		async (stage) => {
			for (const way of ["leave", "cut"] as const) {
				const [party, a, b, c] = await stage.party(3);
				await party.start(a, b);
				await party.pass(a, preheat, active);
				await party.leave(a);
				if (way === "leave") b.send(7);
				else b.cut();
				await party.lose(b);
				await c.expect(party.update());
			}
		},
	),
	gatewayCase(
		"sesh-after-sesh",
		"After a heating the next inquiry begins anew, with nobody ready",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			for (const _ of [1, 2, 3]) {
				await party.start(a, b);
				await party.pass(a, preheat);
				await party.pass(b, preheat, active, idle);
				await party.expectAll(party.update());
				await party.pass(a, idle);
			}
		},
	),
];
