import { messageOf, parseJson } from "@gw-sim/core";
import type { GatewayHost } from "@gw-sim/server";
import { refusal } from "../../../packages/server/src/http/control-route.js";
import { matchPath } from "../../../packages/server/src/http/match-path.js";
import type { Request } from "./step.js";

export interface Answer {
	readonly status: number;
	readonly body: string;
}

const controlApi = "/api/v0";

/** A plain request to a gateway, and its answer as soon as there is one. */
export class Call {
	readonly request: Request;
	#answer: Answer | null = null;
	#failure: string | null = null;

	/** Asks by the gateways' own routes and pages, as the HTTP server would. */
	constructor(host: GatewayHost, request: Request) {
		this.request = request;
		answerOf(host, request).then(
			(answer) => {
				this.#answer = answer;
			},
			(error: unknown) => {
				this.#failure = messageOf(error);
			},
		);
	}

	/** Null until it came. */
	get answer(): Answer | null {
		return this.#answer;
	}

	/** What the gateway threw instead of an answer; null where it did not. */
	get failure(): string | null {
		return this.#failure;
	}

	/** For people. */
	toString(): string {
		const { method, path, body } = this.request;
		return `${method} ${path} ${body}`;
	}
}

async function answerOf(host: GatewayHost, request: Request): Promise<Answer> {
	return request.path.startsWith(`${controlApi}/`)
		? controlAnswer(host, request)
		: pageAnswer(host, request);
}

async function controlAnswer(
	host: GatewayHost,
	{ method, path, body: text }: Request,
): Promise<Answer> {
	for (const route of host.gateways.flatMap(({ routes }) => routes)) {
		const params = matchPath(controlApi + route.path, path);
		if (params === null || route.method !== method) continue;
		const isWrite = method === "PUT" || method === "POST";
		const body = isWrite ? parseJson(text) : null;
		const answer =
			body === undefined
				? refusal(400, "bad_json", "the body is not JSON")
				: await route.handle({ params, body, text: isWrite ? text : "" });
		return { status: answer.status, body: JSON.stringify(answer.body) };
	}
	return { status: 404, body: "" };
}

async function pageAnswer(
	host: GatewayHost,
	{ method, path, body: text }: Request,
): Promise<Answer> {
	for (const page of host.gateways.flatMap(({ pages = [] }) => pages)) {
		const params = matchPath(page.path, path);
		if (params === null || !(page.methods === "any" || page.methods.includes(method))) continue;
		return page.answer({
			method,
			params,
			query: new URLSearchParams(),
			origin: null,
			host: null,
			body: async () => ({ text }),
		});
	}
	return { status: 404, body: "" };
}
