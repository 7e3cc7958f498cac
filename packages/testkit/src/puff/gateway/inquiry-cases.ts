import type { ConformanceCase } from "../../conformance.js";
import { errorFrame, userReady } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import { deviceState } from "./member.js";
import type { PuffTarget } from "./target.js";

/** Op 8, and who gets ready. */
export const inquiryCases: readonly ConformanceCase<PuffTarget>[] = [
	gatewayCase(
		"inquiry-tells-everybody",
		"Op 8 brings every member, its sender too, GROUP_UPDATE with the state awaiting, then GROUP_HEAT_INQUIRY with who asked",
		async (stage) => {
			const [party, a] = await stage.party(3);
			await party.pass(a, deviceState.idle);
			await party.inquire(a);
		},
	),
	gatewayCase(
		"inquiry-by-anybody",
		"Any member may inquire, also one without a device",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.pass(a, deviceState.idle);
			await party.inquire(b);
		},
	),
	gatewayCase(
		"inquiry-without-a-device",
		"A group without any device awaits all the same; the first device that gets ready starts the heating",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.inquire(a);
			await party.ready(b);
			await party.expectStart([a]);
		},
	),
	gatewayCase(
		"inquiry-again",
		"Op 8 while awaiting brings the same again, and who is ready stays so",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.pass(a, deviceState.idle);
			await party.pass(b, deviceState.idle);
			await party.inquire(a);
			await party.inquire(b);
			await party.ready(a);
			await party.inquire(b, { ready: [a] });
			await party.ready(b);
			await party.expectStart();
		},
	),
	gatewayCase(
		"inquiry-while-seshing",
		"Op 8 while seshing is GROUP_ACTION_ERROR INVALID_GROUP_STATE and changes nothing (in the original the group awaits again)",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.start(a);
			b.send(8);
			await b.expect(errorFrame("GROUP_ACTION_ERROR", "INVALID_GROUP_STATE"));
			await a.settle();
			await party.pass(a, deviceState.preheat, deviceState.active, deviceState.idle);
			await party.expectAll(party.update());
		},
	),
	gatewayCase(
		"ready-tells-everybody",
		"A device that tells state 6 while awaiting brings the others its update, then every member, its sender too, GROUP_USER_READY",
		async (stage) => {
			const [party, a, b] = await stage.party(3);
			for (const member of [a, b]) await party.pass(member, deviceState.idle);
			await party.inquire(a);
			await party.ready(a);
		},
	),
	gatewayCase(
		"ready-among-other-keys",
		"State 6 counts in whatever update it comes, and without it an update does not",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			for (const member of [a, b]) await party.pass(member, deviceState.idle);
			await party.inquire(a);
			await party.report(a, { battery: 6, temperature: 6, profile: { state: 6 } });
			await party.report(a, { temperature: 24, state: deviceState.select, battery: 80 });
			await party.expectAll(userReady(a.id));
			await party.report(b, { battery: 79 });
		},
	),
	gatewayCase(
		"ready-once",
		"A member that tells state 6 again is announced again, and is in the list of the ready once",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			for (const member of [a, b]) await party.pass(member, deviceState.idle);
			await party.inquire(a);
			for (const _ of [1, 2, 3]) await party.ready(a);
			a.send(5, {});
			await party.expectAll(party.update({ state: "awaiting", ready: [a] }));
		},
	),
	gatewayCase(
		"ready-is-not-withdrawn",
		"A ready device that tells another state stays ready",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			for (const member of [a, b]) await party.pass(member, deviceState.idle);
			await party.inquire(a);
			await party.ready(a);
			await party.pass(a, deviceState.idle);
			a.send(5, {});
			await party.expectAll(party.update({ state: "awaiting", ready: [a] }));
			await party.ready(b);
			await party.expectStart();
		},
	),
	gatewayCase(
		"ready-ends-with-leaving",
		"Who was ready, left and came back is not ready before it says so again",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.awaitDevices(a, b);
			await party.ready(a);
			await party.leave(a);
			await party.add(a);
			await party.pass(a, deviceState.idle);
			await party.ready(b);
			b.send(5, {});
			await party.expectAll(party.update({ state: "awaiting", ready: [b] }));
			await party.ready(a);
			await party.expectStart();
		},
	),
	gatewayCase(
		"ready-in-order",
		"GROUP_UPDATE lists the ready in the order in which they got so",
		async (stage) => {
			const [party, a, b, c] = await stage.party(3);
			for (const member of [a, b, c]) await party.pass(member, deviceState.idle);
			await party.inquire(a);
			await party.ready(c);
			await party.ready(a);
			b.send(5, {});
			await party.expectAll(party.update({ state: "awaiting", ready: [c, a] }));
		},
	),
	gatewayCase(
		"ready-needs-an-inquiry",
		"State 6 means nothing while a group is chilling or seshing",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.pass(a, deviceState.idle, deviceState.select, deviceState.idle);
			a.send(5, {});
			await party.expectAll(party.update());
			await party.start(a);
			await party.pass(a, deviceState.select);
			await party.pass(b, deviceState.select);
			b.send(5, {});
			await party.expectAll(party.update({ state: "seshing" }));
		},
	),
	gatewayCase(
		"ready-after-the-inquiry",
		"A device that was at state 6 when the inquiry came has to tell it again",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.pass(a, deviceState.select);
			await party.inquire(b);
			await party.report(a, { battery: 80 });
			b.send(5, {});
			await party.expectAll(party.update({ state: "awaiting" }));
			await party.ready(a);
			await party.expectStart([b]);
		},
	),
	gatewayCase(
		"ready-is-a-number",
		"No other state makes a device ready, nor does 6 as text",
		async (stage) => {
			const [party, a] = await stage.party(2);
			await party.inquire(a);
			for (const state of ["6", null, true, [6], { state: 6 }, 60, -6, 6.5])
				await party.report(a, { state });
			for (const state of [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13]) await party.pass(a, state);
			a.send(5, {});
			await party.expectAll(party.update({ state: "awaiting" }));
		},
	),
];
