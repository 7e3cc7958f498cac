import { parseExactJson } from "@gw-sim/core";
import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { matches, type Pattern, showPattern } from "../../pattern.js";
import { gatewayCase } from "./gateway-case.js";
import { groupList, type ListEntry } from "./group-list.js";
import type { GroupView, Party } from "./party.js";
import type { Stage } from "./stage.js";
import { type HttpAnswer, needs, needsItsPort, type PuffTarget } from "./target.js";

const jsonType = "application/json; charset=utf-8";

async function request(
	{ target }: Stage,
	method: string,
	path: string,
	headers: Readonly<Record<string, string>> = {},
): Promise<HttpAnswer> {
	const answer = await target.http?.(method, path, headers);
	if (answer === undefined) throw new ConformanceFailure("the target gives no http");
	return answer;
}

/** A GET that has to be answered with JSON like this. */
async function expectJson(
	stage: Stage,
	path: string,
	pattern: Pattern,
	status = 200,
): Promise<void> {
	const answer = await request(stage, "GET", path);
	const value = parseExactJson(answer.body, 20);
	if (answer.status !== status || value === undefined || !matches(pattern, value))
		throw new ConformanceFailure(
			`${path}: expected ${status} ${showPattern(pattern)}, got ${answer.status} ${answer.body}`,
		);
	const type = answer.header("content-type");
	if (type !== jsonType) throw new ConformanceFailure(`expected ${jsonType}, got ${type}`);
}

const refusal = (code: string, message: string): Pattern => ({
	success: false,
	error: { code, message },
});

/** /v1/groups has to tell these as they are. */
function expectList(stage: Stage, ...entries: readonly ListEntry[]): Promise<void> {
	return expectJson(stage, "/v1/groups", { success: true, data: groupList(...entries) });
}

/** /v1/groups/:id has to tell the group as it is. */
function expectGroup(stage: Stage, party: Party, view: GroupView = {}): Promise<void> {
	const data = party.summary(view);
	return expectJson(stage, `/v1/groups/${party.id}`, { success: true, data });
}

/** Plain HTTP beside the endpoint. */
export const httpCases: readonly ConformanceCase<PuffTarget>[] = [
	gatewayCase(
		"http-health",
		"/health answers any method with 200 and OK",
		async (stage) => {
			for (const method of ["GET", "POST", "PUT", "DELETE"]) {
				const { status, body } = await request(stage, method, "/health");
				if (status !== 200 || body !== "OK")
					throw new ConformanceFailure(`${method}: expected 200 OK, got ${status} ${body}`);
			}
		},
		needs("http"),
	),
	gatewayCase(
		"http-groups",
		"/v1/groups lists the public groups, and no private one",
		async (stage) => {
			const [[first, a], [second, b]] = [await stage.party(1), await stage.party(2)];
			await expectList(stage, [first, null], [second, null]);
			await second.show(b, { visibility: "public" });
			await expectList(stage, [first, null], [second, { visibility: "public" }]);
			await second.add(a);
			await expectList(stage, [second, { visibility: "public" }]);
			await second.show(b, { visibility: "private" });
			await expectList(stage, [first, null], [second, null]);
		},
		needs("http"),
	),
	gatewayCase(
		"http-group",
		"/v1/groups/:id tells of any group, a private one too, its id, name, visibility, state and member_count",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			await expectGroup(stage, party);
			a.send(5, { name: 'x "\u{1f525}' });
			await party.expectAll(party.update({ name: 'x "\u{1f525}' }));
			await expectGroup(stage, party, { name: 'x "\u{1f525}' });
			a.send(5, { name: party.name });
			await party.expectAll(party.update());
			await party.inquire(b);
			await expectGroup(stage, party, { state: "awaiting" });
			await party.leave(b);
			await party.ready(a);
			await party.expectStart();
			await expectGroup(stage, party, { state: "seshing" });
			await party.leave(a);
			await expectGroup(stage, party);
		},
		needs("http"),
	),
	gatewayCase(
		"http-unknown-group",
		"/v1/groups/:id of a group that there is not answers 404 group_not_found",
		async (stage) => {
			const body = refusal("group_not_found", "Invalid group id provided");
			for (const id of ["zzzzzzz", "__proto__", "%00", "a%20b"])
				await expectJson(stage, `/v1/groups/${id}`, body, 404);
		},
		needs("http"),
	),
	gatewayCase(
		"http-unknown-route",
		"Any other path answers 404 not_found",
		async (stage) => {
			for (const path of ["/v2/groups", "/v1", "/v1/groupsx", "/v1/groups/a/b", "/index.html"])
				await expectJson(stage, path, refusal("not_found", "Route does not exist"), 404);
		},
		needs("http"),
		needsItsPort,
	),
	gatewayCase(
		"http-any-origin",
		"An answer allows every origin where a request names one, and a preflight holds for 600 s",
		async (stage) => {
			const headers = { Origin: "https://example.com" };
			for (const path of ["/health", "/v1/groups", "/v1/groups/zzzzzzz"]) {
				const unasked = (await request(stage, "GET", path)).header("access-control-allow-origin");
				if (unasked !== null) throw new ConformanceFailure(`${path}: allowed ${unasked} unasked`);
				expectAllowed(await request(stage, "GET", path, headers));
				const asked = { ...headers, "Access-Control-Request-Method": "GET" };
				const preflight = await request(stage, "OPTIONS", path, asked);
				expectAllowed(preflight);
				const maxAge = preflight.header("access-control-max-age");
				if (preflight.status !== 200 || maxAge !== "600")
					throw new ConformanceFailure(`${path}: got ${preflight.status}, max-age ${maxAge}`);
			}
		},
		needs("http"),
	),
];

function expectAllowed(answer: HttpAnswer): void {
	const allowed = answer.header("access-control-allow-origin");
	if (allowed !== "*") throw new ConformanceFailure(`expected any origin, got ${allowed}`);
}
