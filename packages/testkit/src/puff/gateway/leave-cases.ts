import type { ConformanceCase } from "../../conformance.js";
import { invalidGroupId, notInGroup, userJoin } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import { deviceState } from "./member.js";
import { needsPatience, type PuffTarget } from "./target.js";

/** Op 7, and every other way out of a group. */
export const leaveCases: readonly ConformanceCase<PuffTarget>[] = [
	gatewayCase(
		"leave-tells-the-others",
		"Op 7 brings every other member GROUP_USER_LEFT, the sender nothing, and nobody GROUP_UPDATE",
		async (stage) => {
			const [party, a] = await stage.party(3);
			await party.leave(a);
			await a.quiet();
		},
	),
	gatewayCase(
		"leave-outside-a-group",
		"Op 7 of who is in no group is not answered",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			const c = await stage.connect();
			for (const member of [c, c]) member.send(7);
			await c.settle();
			await party.leave(a);
			a.send(7);
			await a.settle();
			await b.settle();
		},
	),
	gatewayCase(
		"leave-ends-it",
		"Who has left a group hears nothing more of it, and can do nothing in it",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.leave(a);
			await party.report(b, { battery: 80 });
			await party.inquire(b);
			for (const op of [4, 5, 8]) {
				a.send(op, {});
				await a.expect(notInGroup);
			}
		},
	),
	gatewayCase(
		"leave-forgets-the-device",
		"Who comes back to a group comes as the newest, and without what its device had told",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.report(a, { battery: 80 });
			await party.leave(a);
			await party.add(a);
			const c = await stage.connect();
			await c.join(party.id, { members: party.listed() });
			await party.expectAll(userJoin(party.id, c.id));
			await b.settle();
		},
	),
	gatewayCase(
		"close-leaves-at-once",
		"A member whose connection is closed or lost has left at once",
		async (stage) => {
			const [party, , b, c] = await stage.party(3);
			await b.close();
			await party.lose(b);
			c.cut();
			await party.lose(c);
		},
	),
	gatewayCase(
		"group-goes-on",
		"A group goes on without those who left, also without its creator",
		async (stage) => {
			const [party, a, b] = await stage.party(3);
			a.cut();
			await party.lose(a);
			await party.report(b, { state: deviceState.idle, battery: 80 });
			await party.inquire(b);
			await party.ready(b);
			await party.expectStart(party.members.filter((member) => member !== b));
		},
	),
	gatewayCase(
		"empty-group-goes",
		"A group goes 10 s after its last member has left, and not sooner",
		async (stage) => {
			const { emptyGroupTtlMs: ttlMs } = stage.terms;
			const [party, a] = await stage.party(1);
			const b = await stage.connect();
			await party.leave(a);
			await stage.elapse(0.7 * ttlMs, a, b);
			await b.join(party.id, { name: party.name, members: [] });
			b.send(7);
			await stage.elapse(ttlMs + stage.graceMs(ttlMs), a, b);
			b.send(1, { group_id: party.id });
			await b.expect(invalidGroupId);
		},
		needsPatience(({ emptyGroupTtlMs }) => 2 * emptyGroupTtlMs),
	),
	gatewayCase(
		"empty-group-waits-anew",
		"Who joins an empty group keeps it: it goes 10 s after its last member left, however often that was",
		async (stage) => {
			const { emptyGroupTtlMs: ttlMs } = stage.terms;
			const [party, a] = await stage.party(1);
			for (const _ of [1, 2, 3]) {
				await party.leave(a);
				await stage.elapse(0.7 * ttlMs, a);
				await party.add(a);
			}
			await stage.elapse(2 * ttlMs, a);
			await party.inquire(a);
		},
		needsPatience(({ emptyGroupTtlMs }) => 4 * emptyGroupTtlMs),
	),
	gatewayCase(
		"empty-group-keeps-its-face",
		"A group that was empty for a while has its name and visibility still",
		async (stage) => {
			const [party, a] = await stage.party(1);
			a.send(5, { name: "other" });
			await a.expect(party.update({ name: "other" }));
			await party.leave(a);
			await a.join(party.id, { name: "other", visibility: "private", members: [] });
		},
	),
	gatewayCase(
		"emptied-group-is-chilling",
		"A group whose last device left amid an inquiry or a heating is chilling",
		async (stage) => {
			for (const isHeating of [false, true]) {
				const [party, a] = await stage.party(1);
				if (isHeating) await party.start(a);
				else {
					await party.pass(a, deviceState.idle);
					await party.inquire(a);
				}
				await party.leave(a);
				await a.join(party.id, { state: "chilling" });
			}
		},
	),
];
