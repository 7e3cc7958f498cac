import type { ConformanceCase } from "../../conformance.js";
import { oneOf } from "../../pattern.js";
import { userReady } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import { deviceState } from "./member.js";
import type { PuffTarget } from "./target.js";

/** When a group starts to heat, and what its members are told. */
export const heatingCases: readonly ConformanceCase<PuffTarget>[] = [
	gatewayCase(
		"heating-starts-when-all-are-ready",
		"Once every device is ready, every member gets GROUP_START_HEATING, then one GROUP_UPDATE with the state seshing and nobody ready",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.awaitDevices(a, b);
			await party.ready(a);
			await party.ready(b);
			await party.expectStart();
		},
	),
	gatewayCase(
		"heating-of-one",
		"A member by itself heats as soon as it is ready",
		async (stage) => {
			const [party, a] = await stage.party(1);
			await party.start(a);
		},
	),
	gatewayCase(
		"heating-waits-for-every-device",
		"While one device is not ready the group does not heat",
		async (stage) => {
			const [party, a, b, c] = await stage.party(3);
			await party.awaitDevices(a, b, c);
			await party.ready(c);
			await party.ready(a);
			a.send(5, {});
			await party.expectAll(party.update({ state: "awaiting", ready: [c, a] }));
			await party.ready(b);
			await party.expectStart();
		},
	),
	gatewayCase(
		"heating-does-not-wait-for-watchers",
		"Members whose device has told nothing, or only {}, are not waited for, and are told that they watch",
		async (stage) => {
			const [party, a, b, c] = await stage.party(3);
			await party.report(c, {});
			await party.awaitDevices(a);
			await party.ready(a);
			await party.expectStart([b, c]);
		},
	),
	gatewayCase(
		"heating-counts-any-device",
		"Whoever has told anything of a device is waited for, whatever it was",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.report(b, { deviceName: null });
			await party.awaitDevices(a);
			await party.ready(a);
			a.send(5, {});
			await party.expectAll(party.update({ state: "awaiting", ready: [a] }));
			await party.ready(b);
			await party.expectStart();
		},
	),
	gatewayCase(
		"heating-counts-a-first-word",
		"State 6 may be the first that a device tells: it counts at once",
		async (stage) => {
			const [party, a, b] = await stage.party(3);
			await party.awaitDevices(a);
			await party.ready(b);
			a.send(5, {});
			await party.expectAll(party.update({ state: "awaiting", ready: [b] }));
			await party.ready(a);
			await party.expectStart(party.members.slice(2));
		},
	),
	gatewayCase(
		"heating-counts-who-comes-late",
		"A device that joins during an inquiry is waited for once it has told anything",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.awaitDevices(a, b);
			await party.ready(a);
			const c = await stage.connect();
			await party.add(c);
			await party.pass(c, deviceState.idle);
			await party.ready(b);
			c.send(5, {});
			await party.expectAll(party.update({ state: "awaiting", ready: [a, b] }));
			await party.ready(c);
			await party.expectStart();
		},
	),
	gatewayCase(
		"heating-does-not-wait-for-who-left",
		"When the last one that was waited for leaves, or is lost, the group heats (in the original it waits for ever)",
		async (stage) => {
			for (const way of ["leave", "cut"] as const) {
				const [party, a, b, c] = await stage.party(3);
				await party.awaitDevices(a, b);
				await party.ready(a);
				if (way === "leave") b.send(7);
				else b.cut();
				await party.lose(b);
				await party.expectStart([c]);
			}
		},
	),
	gatewayCase(
		"heating-forgets-who-was-ready-and-left",
		"Who was ready and left is not counted: the group does not heat before the others are ready",
		async (stage) => {
			const [party, a, b, c] = await stage.party(3);
			await party.awaitDevices(a, b, c);
			await party.ready(a);
			await party.leave(a);
			await party.ready(b);
			c.send(5, {});
			await party.expectAll(party.update({ state: "awaiting", ready: [b] }));
			await party.ready(c);
			await party.expectStart();
			await a.settle();
		},
	),
	gatewayCase(
		"heating-forgets-who-went-elsewhere",
		"Who joins another group is waited for no more in the one that it left",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			const [elsewhere] = await stage.party(1);
			await party.awaitDevices(a, b);
			await party.ready(a);
			await elsewhere.add(b);
			await party.lose(b);
			await party.expectStart();
		},
	),
	gatewayCase(
		"inquiry-ends-without-devices",
		"When the last device leaves amid an inquiry the group is chilling: GROUP_USER_LEFT, then GROUP_UPDATE",
		async (stage) => {
			const [party, a, b, c] = await stage.party(3);
			await party.awaitDevices(a, b);
			await party.ready(b);
			await party.leave(b);
			await party.leave(a);
			await c.expect(party.update());
			await party.inquire(c);
		},
	),
	gatewayCase(
		"inquiry-outlives-watchers",
		"A watcher that leaves amid an inquiry changes nothing, also where there is no device",
		async (stage) => {
			const [party, a, b, c] = await stage.party(3);
			await party.inquire(a);
			await party.leave(b);
			c.send(5, {});
			await party.expectAll(party.update({ state: "awaiting" }));
			await party.ready(a);
			await party.expectStart([c]);
		},
	),
	gatewayCase(
		"heating-at-the-same-instant",
		"Devices that get ready at the same instant all count, and the group heats once (in the original it may be lost)",
		async (stage) => {
			for (let round = 0; round < 5; round++) {
				const [party, ...members] = await stage.party(3);
				await party.awaitDevices(...members);
				for (const member of members) member.send(4, { state: deviceState.select });
				const updates = members.map((member) =>
					party.deviceUpdate(member, { state: deviceState.select }),
				);
				const early = oneOf(...updates, ...members.map(({ id }) => userReady(id)));
				// The updates of two others, and three who are ready.
				for (const member of members) await member.expect(early, early, early, early, early);
				await party.expectStart();
			}
		},
	),
	gatewayCase(
		"heating-is-told-in-order",
		"Who makes the group heat is heard first, then that it is ready, then GROUP_START_HEATING, then GROUP_UPDATE",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.awaitDevices(a, b);
			await party.ready(b);
			a.send(4, { state: deviceState.select, temperature: 24 });
			await b.expect(party.deviceUpdate(a, { state: deviceState.select, temperature: 24 }));
			await party.expectAll(userReady(a.id));
			await party.expectStart();
		},
	),
];
