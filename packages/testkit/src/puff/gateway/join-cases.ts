import type { ConformanceCase } from "../../conformance.js";
import { oneOf } from "../../pattern.js";
import {
	errorFrame,
	invalidGroupId,
	joinedGroup,
	listedMember,
	missingData,
	userJoin,
	userLeft,
} from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import { deviceState } from "./member.js";
import type { PuffTarget } from "./target.js";

const alreadyInGroup = errorFrame("GROUP_JOIN_ERROR", "ALREADY_IN_GROUP");

/** Op 1. */
export const joinCases: readonly ConformanceCase<PuffTarget>[] = [
	gatewayCase(
		"join-answers-joined-group",
		"Op 1 is answered with JOINED_GROUP: the group's id, name, visibility and state, and its other members",
		async (stage) => {
			const member = await stage.connect();
			const id = await member.create("x");
			member.send(1, { group_id: id });
			await member.expect(
				joinedGroup({
					group_id: id,
					name: "x",
					visibility: "private",
					state: "chilling",
					members: [],
				}),
			);
		},
	),
	gatewayCase(
		"join-tells-the-others",
		"Every other member gets GROUP_USER_JOIN with the newcomer's session and name, and nobody GROUP_UPDATE",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			const c = await stage.connect();
			await c.join(party.id);
			for (const member of [a, b]) await member.expect(userJoin(party.id, c.id, "Unnamed"));
		},
	),
	gatewayCase(
		"joined-lists-the-newest-first",
		"JOINED_GROUP lists the other members, who joined last first, and not its receiver",
		async (stage) => {
			const [party] = await stage.party(3);
			const d = await stage.connect();
			await d.join(party.id, { members: party.listed() });
			await party.expectAll(userJoin(party.id, d.id));
		},
	),
	gatewayCase(
		"joined-lists-devices-and-names",
		"JOINED_GROUP tells of every member its name, its device_type and all that its device has told",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			const member = { name: "Al", device_type: "opal" };
			await party.report(a, { temperature: 24, activeColor: { r: 1, g: 2, b: 3 } });
			await party.report(a, { state: deviceState.idle, activeColor: { r: 9 } });
			a.send(6, member);
			await b.expect(party.userUpdate(a, member));
			const c = await stage.connect();
			const device = { temperature: 24, activeColor: { r: 9 }, state: deviceState.idle };
			await c.join(party.id, {
				members: [listedMember(b.id), listedMember(a.id, { ...member, device_state: device })],
			});
			await party.expectAll(userJoin(party.id, c.id));
		},
	),
	gatewayCase(
		"joined-tells-the-state",
		"JOINED_GROUP tells the group as it is now: its name, visibility and state",
		async (stage) => {
			const [party, a] = await stage.party(1);
			const b = await stage.connect();
			await party.inquire(a);
			await b.join(party.id, { state: "awaiting" });
			await party.expectAll(userJoin(party.id, b.id));
			b.send(7);
			await a.expect(userLeft(party.id, b.id));
			await party.pass(a, deviceState.idle);
			await party.ready(a);
			await party.expectStart();
			await b.join(party.id, { state: "seshing" });
			await party.expectAll(userJoin(party.id, b.id));
		},
	),
	gatewayCase(
		"join-unknown-group",
		"A group that there is not is GROUP_JOIN_ERROR INVALID_GROUP_ID, to the sender only",
		async (stage) => {
			const [party, a] = await stage.party(2);
			for (const id of ["zzzzzzz", "", ` ${party.id}`, `${party.id} `, "__proto__", "../x"]) {
				a.send(1, { group_id: id });
				await a.expect(invalidGroupId);
			}
		},
	),
	gatewayCase(
		"join-without-a-group",
		"Without d, or without a group_id that is text, op 1 is GROUP_JOIN_ERROR INVALID_GROUP_ID",
		async (stage) => {
			const member = await stage.connect();
			const id = await member.create("x");
			for (const d of [
				undefined,
				null,
				{},
				{ group_id: null },
				{ group_id: 5 },
				{ group_id: [id] },
			]) {
				member.send(1, d);
				await member.expect(invalidGroupId);
			}
			for (const d of [id, [id], 5]) {
				member.send(1, d);
				await member.expect(oneOf(invalidGroupId, missingData));
			}
		},
	),
	gatewayCase(
		"join-the-same-group",
		"A member that joins its own group is told GROUP_JOIN_ERROR ALREADY_IN_GROUP, and stays in it",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			a.send(1, { group_id: party.id });
			await a.expect(alreadyInGroup);
			await b.settle();
			await party.inquire(a);
		},
	),
	gatewayCase(
		"join-fails-and-changes-nothing",
		"Who is in a group stays there when it cannot join another",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.report(a, { battery: 80 });
			a.send(1, { group_id: "zzzzzzz" });
			await a.expect(invalidGroupId);
			await b.settle();
			const c = await stage.connect();
			await c.join(party.id, {
				members: [listedMember(b.id), listedMember(a.id, { device_state: { battery: 80 } })],
			});
			await party.expectAll(userJoin(party.id, c.id));
		},
	),
	gatewayCase(
		"join-another-leaves-the-first",
		"Who joins another group leaves the one where it was: its members get GROUP_USER_LEFT (in the original it stays as a ghost)",
		async (stage) => {
			const [first, a, b] = await stage.party(2);
			const [second, c] = await stage.party(1);
			await first.report(a, { battery: 80 });
			await second.add(a);
			await first.lose(a);
			await second.report(a, { battery: 79 });
			await second.report(c, { battery: 50 });
			await first.report(b, { battery: 10 });
			await first.inquire(b);
			await second.inquire(a);
		},
	),
	gatewayCase(
		"join-another-without-its-device",
		"What a device told in one group is not known in the next",
		async (stage) => {
			const [, a] = await stage.party(1);
			a.send(4, { battery: 80 });
			const [second] = await stage.party(1);
			await second.add(a);
			const b = await stage.connect();
			await b.join(second.id, { members: second.listed() });
			await second.expectAll(userJoin(second.id, b.id));
		},
	),
	gatewayCase(
		"join-at-the-same-instant",
		"Of those who join at the same instant each is listed to the others, or told of to them, once",
		async (stage) => {
			const [party, host] = await stage.party(1);
			const newcomers = await stage.connectAll(3);
			for (const member of newcomers) member.send(1, { group_id: party.id });
			const anyOfThem = oneOf(...newcomers.map(({ id }) => userJoin(party.id, id)));
			const inOrder: string[] = [];
			for (const _ of newcomers) inOrder.push(String((await host.readData(anyOfThem)).session_id));
			for (const member of newcomers) {
				const place = inOrder.indexOf(member.id);
				const before = [host.id, ...inOrder.slice(0, place)].map((id) => listedMember(id));
				await member.expect(
					joinedGroup({ group_id: party.id, members: before.reverse() }),
					...inOrder.slice(place + 1).map((id) => userJoin(party.id, id)),
				);
			}
		},
	),
	gatewayCase(
		"groups-are-apart",
		"What happens in one group reaches nobody in another, nor who is in none",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			const [, c] = await stage.party(1);
			const d = await stage.connect();
			await party.report(a, { battery: 80, state: deviceState.idle });
			await party.start(a);
			await party.leave(b);
			for (const stranger of [c, d]) await stranger.settle();
		},
	),
];
