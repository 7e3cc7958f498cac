import type { ConformanceCase } from "../../conformance.js";
import { errorFrame, eventFrame, missingData } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import { deviceState } from "./member.js";
import { longestNames, tooLongNames } from "./names.js";
import type { PuffTarget } from "./target.js";

const badName = errorFrame("GROUP_ACTION_ERROR", "INVALID_GROUP_NAME");
const badVisibility = errorFrame("GROUP_ACTION_ERROR", "INVALID_VISIBILITY");

/** Op 5. */
export const editCases: readonly ConformanceCase<PuffTarget>[] = [
	gatewayCase(
		"edit-tells-everybody",
		"Op 5 brings every member, its sender too, GROUP_UPDATE: the whole group with its members' ids in the order in which they joined",
		async (stage) => {
			const [party, a] = await stage.party(3);
			const name = 'Friday "\u{1f525}"';
			a.send(5, { name });
			await party.expectAll(party.update({ name }));
		},
	),
	gatewayCase(
		"edit-lists-who-is-there",
		"GROUP_UPDATE lists the members that there are: without those who left, and who came back last",
		async (stage) => {
			const [party, a, b] = await stage.party(3);
			await party.leave(a);
			b.send(5, {});
			await party.expectAll(party.update());
			await party.add(a);
			b.send(5, {});
			await party.expectAll(party.update());
		},
	),
	gatewayCase(
		"edit-nothing",
		"An empty edit, or one that changes nothing, brings GROUP_UPDATE all the same, and nothing else",
		async (stage) => {
			const [party, a] = await stage.party(2);
			for (const d of [{}, { name: party.name }, { visibility: "private" }]) {
				a.send(5, d);
				await party.expectAll(party.update());
			}
		},
	),
	gatewayCase(
		"edit-visibility",
		"A changed visibility brings every member GROUP_UPDATE, then GROUP_VISIBILITY_CHANGE with who changed it",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			for (const [by, visibility] of [
				[a, "public"],
				[b, "private"],
			] as const)
				await party.show(by, { visibility });
		},
	),
	gatewayCase(
		"edit-both",
		"A name and a visibility that are changed together bring one GROUP_UPDATE, then GROUP_VISIBILITY_CHANGE",
		async (stage) => {
			const [party, a] = await stage.party(2);
			const view = { name: "other", visibility: "public" } as const;
			a.send(5, view);
			await party.expectAll(
				party.update(view),
				eventFrame("GROUP_VISIBILITY_CHANGE", { visibility: "public", session_id: a.id }),
			);
			await party.show(a, { ...view, visibility: "private" });
		},
	),
	gatewayCase(
		"edit-by-anybody",
		"Every member may edit, not its creator alone, and without a device",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.pass(a, deviceState.idle);
			b.send(5, { name: "theirs" });
			await party.expectAll(party.update({ name: "theirs" }));
		},
	),
	gatewayCase(
		"edit-bad-visibility",
		"A visibility that is neither public nor private is GROUP_ACTION_ERROR INVALID_VISIBILITY, and changes nothing",
		async (stage) => {
			const [party, a] = await stage.party(2);
			for (const visibility of ["secret", "", "Public", "public ", 1, true, ["public"]]) {
				a.send(5, { name: "other", visibility });
				await a.expect(badVisibility);
			}
			a.send(5, {});
			await party.expectAll(party.update());
		},
	),
	gatewayCase(
		"edit-name-limit",
		"A name of 32 characters, as people count them, is taken; one more is GROUP_ACTION_ERROR INVALID_GROUP_NAME, and changes nothing",
		async (stage) => {
			const [party, a] = await stage.party(2);
			for (const name of longestNames) {
				a.send(5, { name });
				await party.expectAll(party.update({ name }));
			}
			for (const name of tooLongNames) {
				a.send(5, { name });
				await a.expect(badName);
			}
			a.send(5, {});
			await party.expectAll(party.update({ name: longestNames.at(-1) ?? "" }));
		},
	),
	gatewayCase(
		"edit-bad-data",
		"Op 5 without a d that is an object is SYNTAX_ERROR MISSING_DATA; a name that is no text is refused as bad",
		async (stage) => {
			const [, a] = await stage.party(2);
			for (const d of [undefined, null, "x", 5, ["x"]]) {
				a.send(5, d);
				await a.expect(missingData);
			}
			for (const name of [5, {}, ["x"]]) {
				a.send(5, { name });
				await a.expect(badName);
			}
		},
	),
	gatewayCase(
		"edit-other-keys",
		"Op 5 changes the name and the visibility and nothing else, whatever keys it has",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await party.pass(b, deviceState.idle);
			a.send(5, {
				state: "seshing",
				members: [],
				ready: [b.id],
				group_id: "zzzzzz",
				owner_session_id: a.id,
			});
			await party.expectAll(party.update());
			await party.inquire(a);
			await party.ready(b);
			await party.expectStart([a]);
		},
	),
];
