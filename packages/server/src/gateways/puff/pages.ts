import { EnvironmentError } from "@gw-sim/core";
import {
	apiContentType,
	groupBody,
	groupListBody,
	healthBody,
	unknownGroupBody,
	unknownRouteBody,
} from "@gw-sim/protocols/puff";
import type { HttpAnswer, Page, PageRequest } from "../../gateway.js";
import type { Groups } from "./groups.js";

/** How long a browser may remember what a preflight was answered, in seconds. */
const preflightMaxAge = "600";

/** The original's HTTP API, open to pages of every origin. */
export function puffPages(groups: Groups): readonly Page[] {
	return [
		page(
			"/health",
			(request) => preflight(request) ?? shared(request, { status: 200, body: healthBody }),
		),
		page(
			"/v1/groups",
			(request) =>
				preflight(request) ??
				read(request, async () => json(200, groupListBody(await groups.list()))),
		),
		page(
			"/v1/groups/:id",
			(request) =>
				preflight(request) ??
				read(request, async () => {
					const group = await groups.find(request.params.id ?? "");
					return group === null ? json(404, unknownGroupBody) : json(200, groupBody(group));
				}),
		),
	];
}

/** What the original answers for every path that it does not know. */
export function unknownRoute(request: PageRequest): HttpAnswer {
	return preflight(request) ?? shared(request, json(404, unknownRouteBody));
}

function page(path: string, answer: Page["answer"]): Page {
	return { path, methods: "any", answer };
}

/** The answer to a browser that asks whether it may ask; null for any other request. */
function preflight(request: PageRequest): HttpAnswer | null {
	if (request.method !== "OPTIONS" || request.origin === null) return null;
	return {
		status: 200,
		body: "",
		headers: {
			...allowOrigin,
			"access-control-allow-methods": "GET, HEAD",
			"access-control-allow-headers": "*",
			"access-control-max-age": preflightMaxAge,
		},
	};
}

/** Another method than GET is another route, and there is none. */
async function read(request: PageRequest, answer: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
	if (request.method !== "GET") return unknownRoute(request);
	try {
		return shared(request, await answer());
	} catch (error) {
		if (!(error instanceof EnvironmentError)) throw error;
		return shared(request, { status: 503, body: `${error.message}\n` });
	}
}

const allowOrigin = { "access-control-allow-origin": "*" };

/** Lets a page of another origin read an answer. */
function shared({ origin }: PageRequest, answer: HttpAnswer): HttpAnswer {
	return origin === null ? answer : { ...answer, headers: allowOrigin };
}

function json(status: number, body: string): HttpAnswer {
	return { status, body, contentType: apiContentType };
}
