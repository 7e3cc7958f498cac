import type { ConformanceCase } from "../../conformance.js";
import type { Pattern } from "../../pattern.js";
import { errorFrame, listedMember, missingData, userJoin, userLeft } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import { longestNames, tooLongNames } from "./names.js";
import type { PuffTarget } from "./target.js";

const badName: Pattern = errorFrame("USER_UPDATE_ERROR", "INVALID_NAME");

/** Op 6. */
export const userCases: readonly ConformanceCase<PuffTarget>[] = [
	gatewayCase(
		"user-starts-unnamed",
		"Until op 6 a user is called Unnamed and has no device_type",
		async (stage) => {
			const [party, a] = await stage.party(1);
			const b = await stage.connect();
			await b.join(party.id, {
				members: [listedMember(a.id, { name: "Unnamed", device_type: null })],
			});
			await a.expect(userJoin(party.id, b.id, "Unnamed"));
		},
	),
	gatewayCase(
		"user-update-tells-the-others",
		"Op 6 in a group brings every other member GROUP_USER_UPDATE with the group, the session, its name and device_type; the sender gets nothing",
		async (stage) => {
			const [party, a] = await stage.party(3);
			const user = { name: "Al \u{1f525} <b>", device_type: "peak" };
			a.send(6, user);
			await party.expectOthers(a, party.userUpdate(a, user));
		},
	),
	gatewayCase("user-update-is-partial", "What op 6 leaves out stays as it was", async (stage) => {
		const [party, a, b] = await stage.party(2);
		for (const [d, user] of [
			[{ name: "Al" }, { name: "Al", device_type: null }],
			[{ device_type: "opal" }, { name: "Al", device_type: "opal" }],
			[{}, { name: "Al", device_type: "opal" }],
			[{ name: "Bo" }, { name: "Bo", device_type: "opal" }],
		] as const) {
			a.send(6, d);
			await b.expect(party.userUpdate(a, user));
		}
	}),
	gatewayCase(
		"user-update-outside-a-group",
		"Op 6 outside a group is not answered, and counts in every group that is joined later",
		async (stage) => {
			const a = await stage.connect();
			const user = { name: "Al", device_type: "guardian" };
			a.send(6, user);
			await a.settle();
			for (const _ of [1, 2]) {
				const [party, host] = await stage.party(1);
				await a.join(party.id);
				await host.expect(userJoin(party.id, a.id, "Al"));
				const c = await stage.connect();
				await c.join(party.id, { members: [listedMember(a.id, user), listedMember(host.id)] });
				for (const member of [a, host]) await member.expect(userJoin(party.id, c.id));
				a.send(7);
				for (const member of [c, host]) await member.expect(userLeft(party.id, a.id));
			}
		},
	),
	gatewayCase(
		"user-name-limit",
		"A name of 32 characters, as people count them, is taken; one more is USER_UPDATE_ERROR INVALID_NAME, and changes nothing",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			for (const name of longestNames) {
				a.send(6, { name });
				await b.expect(party.userUpdate(a, { name }));
			}
			for (const name of tooLongNames) {
				a.send(6, { name });
				await a.expect(badName);
			}
			a.send(6, {});
			await b.expect(party.userUpdate(a, { name: longestNames.at(-1) ?? "" }));
		},
	),
	gatewayCase(
		"user-bad-data",
		"Op 6 without a d that is an object is SYNTAX_ERROR MISSING_DATA; a name that is no text is refused as bad",
		async (stage) => {
			const [, a] = await stage.party(2);
			for (const d of [undefined, null, "Al", 5, ["Al"]]) {
				a.send(6, d);
				await a.expect(missingData);
			}
			for (const name of [5, {}, ["Al"]]) {
				a.send(6, { name });
				await a.expect(badName);
			}
		},
	),
	gatewayCase(
		"user-other-keys",
		"Op 6 changes the name and the device_type and nothing else, whatever keys it has",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			const other = { session_id: b.id, group_id: "zzzzzz", device_state: { state: 6 }, op: 7 };
			a.send(6, { ...other, name: "Al" });
			await b.expect(party.userUpdate(a, { name: "Al" }));
			await party.report(a, { battery: 80 });
			const c = await stage.connect();
			await c.join(party.id, {
				members: [
					listedMember(b.id),
					listedMember(a.id, { name: "Al", device_state: { battery: 80 } }),
				],
			});
			await party.expectAll(userJoin(party.id, c.id));
		},
	),
];
