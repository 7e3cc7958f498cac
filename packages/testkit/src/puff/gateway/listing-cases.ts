import type { ConformanceCase } from "../../conformance.js";
import type { Pattern } from "../../pattern.js";
import { eventFrame, listingName } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import { groupList, type ListEntry } from "./group-list.js";
import { deviceState, type Member } from "./member.js";
import type { GroupView, Party } from "./party.js";
import type { Stage } from "./stage.js";
import { needs, needsPatience, needsSolitude, type PuffTarget } from "./target.js";

/** PUBLIC_GROUPS_UPDATE that tells these as they are, whatever others it tells. */
function listing(...entries: readonly ListEntry[]): Pattern {
	return eventFrame(listingName, groupList(...entries));
}

/** Somebody in a group of its own and somebody in none, who hear of public groups. */
async function listeners(stage: Stage): Promise<readonly [Party, Member, Member]> {
	// A gateway may hold lists back for a while, even those that an earlier case brought about.
	await stage.pause(stage.terms.quietMs);
	const [a, b] = [await connect(stage), await connect(stage)];
	return [await stage.gather(a), a, b];
}

function connect(stage: Stage): Promise<Member> {
	return stage.connect({ hearsListings: true });
}

/** Makes a group public or private: the members are told, then everybody. */
async function show(
	party: Party,
	by: Member,
	view: GroupView & { readonly visibility: "public" | "private" },
	everybody: readonly Member[],
	...others: readonly ListEntry[]
): Promise<void> {
	await party.show(by, view);
	const own: ListEntry = [party, view.visibility === "public" ? view : null];
	for (const one of everybody) await one.expect(listing(own, ...others));
}

/** PUBLIC_GROUPS_UPDATE. Groups are made private in the end, so that they go without a word. */
export const listingCases: readonly ConformanceCase<PuffTarget>[] = [
	gatewayCase(
		"list-reaches-everybody",
		"A group made public or private brings every connection, in whatever group or none, PUBLIC_GROUPS_UPDATE, after what it brings the members",
		async (stage) => {
			const [party, a, b] = await listeners(stage);
			const c = await connect(stage);
			const elsewhere = await stage.gather(c);
			for (const visibility of ["public", "private", "public", "private"] as const)
				await show(party, a, { visibility }, [a, b, c]);
			await elsewhere.inquire(c);
		},
		needsSolitude,
	),
	gatewayCase(
		"list-is-whole",
		"PUBLIC_GROUPS_UPDATE lists every public group with its id, name, visibility, state and member_count, and no private one",
		async (stage) => {
			const [first, a, b] = await listeners(stage);
			await first.add(b);
			await first.start(b);
			const c = await connect(stage);
			const [second, d] = [await stage.gather(c), await connect(stage)];
			const third = await stage.gather(d);
			const everybody = [a, b, c, d];
			const heating = { state: "seshing", visibility: "public" } as const;
			const plain = { visibility: "public" } as const;
			await show(first, a, heating, everybody, [second, null], [third, null]);
			await show(second, c, plain, everybody, [first, heating], [third, null]);
			await show(first, b, { ...heating, visibility: "private" }, everybody, [second, plain]);
			await show(second, c, { visibility: "private" }, everybody, [first, null]);
		},
		needsSolitude,
	),
	gatewayCase(
		"list-is-told-on-changes-of-visibility-only",
		"Joins, leaves, new names and new states of a public group bring nobody PUBLIC_GROUPS_UPDATE",
		async (stage) => {
			const [party, a, b] = await listeners(stage);
			const view = { visibility: "public" } as const;
			await show(party, a, view, [a, b]);
			const c = await connect(stage);
			await party.add(c);
			a.send(5, { name: "other", ...view });
			await party.expectAll(party.update({ name: "other", ...view }));
			a.send(5, { name: party.name });
			await party.expectAll(party.update(view));
			await party.pass(c, deviceState.idle);
			await party.inquire(a, view);
			await party.ready(c);
			await party.expectStart([a], view);
			c.send(7);
			await party.lose(c);
			await a.expect(party.update(view));
			for (const member of [b, c]) await member.settle();
			await show(party, a, { visibility: "private" }, [a, b, c]);
		},
		needsSolitude,
	),
	gatewayCase(
		"list-is-for-later",
		"Who connects is not told of public groups before the list changes",
		async (stage) => {
			const [party, a, b] = await listeners(stage);
			await show(party, a, { visibility: "public" }, [a, b]);
			const c = await connect(stage);
			await c.quiet();
			await show(party, a, { visibility: "private" }, [a, b, c]);
		},
		needsSolitude,
	),
	gatewayCase(
		"list-without-a-group-that-goes",
		"A public group that goes for want of members brings everybody PUBLIC_GROUPS_UPDATE without it",
		async (stage) => {
			const ttlMs = stage.terms.emptyGroupTtlMs;
			const [party, a, b] = await listeners(stage);
			await show(party, a, { visibility: "public" }, [a, b]);
			await party.leave(a);
			await stage.elapse(ttlMs + stage.graceMs(ttlMs), a, b);
			for (const member of [a, b]) await member.expect(listing([party, null]));
		},
		needsSolitude,
		needsPatience(({ emptyGroupTtlMs }) => 1.2 * emptyGroupTtlMs),
	),
	gatewayCase(
		"list-without-a-deleted-group",
		"A public group that is deleted brings everybody PUBLIC_GROUPS_UPDATE without it, its members after GROUP_DELETE; a private one does not",
		async (stage) => {
			const [party, a, b] = await listeners(stage);
			await show(party, a, { visibility: "public" }, [a, b]);
			await stage.deleteGroup(party);
			for (const member of [a, b]) await member.expect(listing([party, null]));
			const hidden = await stage.gather(a);
			await stage.deleteGroup(hidden);
			for (const member of [a, b]) await member.settle();
		},
		needsSolitude,
		needs("deleteGroup"),
	),
];
