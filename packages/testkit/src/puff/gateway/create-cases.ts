import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { oneOf } from "../../pattern.js";
import {
	anyGeneratedName,
	errorFrame,
	groupCreate,
	invalidGroupId,
	missingData,
	notInGroup,
	userJoin,
} from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import { longestNames, tooLongNames } from "./names.js";
import { needsPatience, type PuffTarget } from "./target.js";

const badName = errorFrame("GROUP_CREATE_ERROR", "INVALID_GROUP_NAME");

/** Op 2. */
export const createCases: readonly ConformanceCase<PuffTarget>[] = [
	gatewayCase(
		"create-answers-its-sender",
		"Op 2 is answered with GROUP_CREATE: an id of six of 0-9a-z, and the name as it was given; nobody else is told",
		async (stage) => {
			const [a, b] = await stage.connectAll(2);
			for (const name of ["Friday", " spaced ", '"<b>" \\ \u{1f525}', "__proto__"])
				await a.create(name);
			await b.settle();
		},
	),
	gatewayCase(
		"create-does-not-join",
		"Who creates a group is not in it, and stays in the one where it was",
		async (stage) => {
			const [a, b] = await stage.connectAll(2);
			const id = await a.create("x");
			a.send(8);
			await a.expect(notInGroup);
			await b.join(id, { members: [] });
			const party = await stage.gather(a);
			await a.create("y");
			await party.inquire(a);
		},
	),
	gatewayCase(
		"create-is-private-and-chilling",
		"A new group is private, chilling and empty",
		async (stage) => {
			const [a, b] = await stage.connectAll(2);
			const id = await a.create("x");
			await b.join(id, { name: "x", visibility: "private", state: "chilling", members: [] });
		},
	),
	gatewayCase(
		"create-twice",
		"Every op 2 makes a group of its own, names may be alike",
		async (stage) => {
			const [a, b] = await stage.connectAll(2);
			const ids = [await a.create("x"), await a.create("x"), await b.create("x")];
			if (new Set(ids).size < ids.length)
				throw new ConformanceFailure(`two groups got the same id: ${ids}`);
		},
	),
	gatewayCase(
		"create-without-a-name",
		'Without a name, or with null or a blank one, a group is called "<Adjective> <Noun>"',
		async (stage) => {
			const member = await stage.connect();
			for (const d of [undefined, null, {}, { name: null }, { name: "" }, { name: " \t" }]) {
				member.send(2, d);
				await member.expect(groupCreate(anyGeneratedName));
			}
		},
	),
	gatewayCase(
		"create-name-limit",
		"A name of 32 characters, as people count them, is taken; one more is GROUP_CREATE_ERROR INVALID_GROUP_NAME",
		async (stage) => {
			const member = await stage.connect();
			for (const name of longestNames) await member.create(name);
			for (const name of tooLongNames) {
				member.send(2, { name });
				await member.expect(badName);
			}
		},
	),
	gatewayCase(
		"create-bad-data",
		"A d that is no object is SYNTAX_ERROR MISSING_DATA; a name that is no text is refused as bad",
		async (stage) => {
			const member = await stage.connect();
			for (const d of ["x", 5, true, ["x"]]) {
				member.send(2, d);
				await member.expect(missingData);
			}
			for (const name of [5, true, {}, ["x"]]) {
				member.send(2, { name });
				await member.expect(oneOf(badName, missingData));
			}
		},
	),
	gatewayCase(
		"unjoined-group-goes",
		"A group that nobody ever joins goes after 30 s (in the original it stays), and not sooner",
		async (stage) => {
			const { unjoinedGroupTtlMs: ttlMs } = stage.terms;
			const [a, b] = await stage.connectAll(2);
			const [first, second] = [await a.create("x"), await a.create("y")];
			await stage.elapse(0.7 * ttlMs, a, b);
			await b.join(first, { name: "x" });
			await stage.elapse(0.3 * ttlMs + stage.graceMs(ttlMs), a, b);
			a.send(1, { group_id: second });
			await a.expect(invalidGroupId);
			await a.join(first, { name: "x" });
			await b.expect(userJoin(first, a.id));
		},
		needsPatience(({ unjoinedGroupTtlMs }) => 1.2 * unjoinedGroupTtlMs),
	),
];
