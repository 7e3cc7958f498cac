import type { IncomingMessage, ServerResponse } from "node:http";
import { messageOf } from "@gw-sim/core";
import type { Store } from "@gw-sim/store";
import type { HttpAnswer, Page, PageRequest, Protocol } from "../gateway.js";
import type { GatewayHost } from "../host.js";
import type { Log } from "../log.js";
import { answer, answerJson, jsonType } from "./answer.js";
import type { ControlApi } from "./control-api.js";
import { refusal } from "./control-route.js";
import { type Guard, refusedType } from "./guard.js";
import { matchPath } from "./match-path.js";
import { maxBodyBytes, readBody } from "./read-body.js";

export interface PlainHttpOptions {
	readonly host: GatewayHost;
	readonly control: ControlApi;
	readonly guard: Guard;
	readonly store: Store;
	readonly log: Log;
}

/** Requests without an upgrade: health, metrics, the control API, and endpoints asked the wrong way. */
export class PlainHttp {
	readonly #options: PlainHttpOptions;

	constructor(options: PlainHttpOptions) {
		this.#options = options;
	}

	/** Answers a request of the shared port, or of a port dedicated to one protocol. */
	handle(request: IncomingMessage, response: ServerResponse, dedicated: Protocol | null): void {
		const path = (request.url ?? "").split("?", 1)[0] ?? "";
		if (dedicated === null && path === "/healthz") this.#health(request, response);
		else if (dedicated === null && path === "/metrics") this.#metrics(request, response);
		else {
			const isControl = dedicated === null && this.#options.control.owns(path);
			const answered = isControl
				? this.#control(request, response, path)
				: this.#endpoint(request, response, path, dedicated);
			answered.catch((error: unknown) => {
				this.#options.log("error", "http-failed", { path, message: messageOf(error) });
				response.destroy();
			});
		}
	}

	async #control(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
		const { control, log } = this.#options;
		const { status, body } = await control.answer(request, path).catch((error: unknown) => {
			log("error", "control-api-failed", { message: messageOf(error) });
			return refusal(500, "internal_error", "the server failed; its log says why");
		});
		answerJson(request, response, status, body);
	}

	#health(request: IncomingMessage, response: ServerResponse): void {
		const { host, store } = this.#options;
		const { ok, reason } = store.health();
		if (host.isDraining) answer(request, response, 503, "draining\n");
		else if (!ok) answer(request, response, 503, `store: ${reason ?? "failed"}\n`);
		else answer(request, response, 200, "ok\n");
	}

	#metrics(request: IncomingMessage, response: ServerResponse): void {
		const text = this.#options.host.metrics.render();
		answer(request, response, 200, text, "text/plain; version=0.0.4; charset=utf-8");
	}

	async #endpoint(
		request: IncomingMessage,
		response: ServerResponse,
		path: string,
		dedicated: Protocol | null,
	): Promise<void> {
		const { status, body, contentType, headers } = await this.#pageOrEndpoint(
			request,
			path,
			dedicated,
		);
		answer(request, response, status, body, contentType, headers);
	}

	async #pageOrEndpoint(
		request: IncomingMessage,
		path: string,
		dedicated: Protocol | null,
	): Promise<HttpAnswer> {
		const { host } = this.#options;
		const origin = host.gateways.find(({ protocol }) => protocol === dedicated);
		const method = methodOf(request);
		const allowed: string[] = [];
		for (const gateway of origin === undefined ? host.gateways : [origin])
			for (const page of gateway.pages ?? []) {
				const params = matchPath(page.path, path);
				if (params === null) continue;
				if (page.methods === "any" || page.methods.includes(method))
					return this.#page(page, request, params);
				allowed.push(...page.methods);
			}
		if (allowed.length > 0)
			return {
				status: 405,
				body: `use ${allowed.join(" or ")}\n`,
				headers: { allow: allowed.join(", ") },
			};
		const gateway = host.gatewayAt(path, dedicated);
		return (
			gateway?.plain(request.method ?? "GET", path) ??
			origin?.foreign(pageRequest(request, {})) ?? { status: 404, body: "not found\n" }
		);
	}

	async #page(
		page: Page,
		request: IncomingMessage,
		params: Readonly<Record<string, string>>,
	): Promise<HttpAnswer> {
		if (page.isGuarded) {
			const { guard } = this.#options;
			const refused =
				guard.refusedCaller(request) ?? guard.refusedWriter(request) ?? refusedType(request);
			if (refused !== null)
				return {
					status: refused.status,
					body: JSON.stringify(refused.body),
					contentType: jsonType,
				};
		}
		return page.answer(pageRequest(request, params));
	}
}

function pageRequest(
	request: IncomingMessage,
	params: Readonly<Record<string, string>>,
): PageRequest {
	const { url = "", headers } = request;
	const query = url.indexOf("?");
	return {
		method: methodOf(request),
		params,
		query: new URLSearchParams(query < 0 ? "" : url.slice(query)),
		origin: headers.origin ?? null,
		host: headers.host ?? null,
		body: () => readBody(request, maxBodyBytes),
	};
}

/** A HEAD is a GET whose answer goes without its body. */
function methodOf({ method = "GET" }: IncomingMessage): string {
	return method === "HEAD" ? "GET" : method;
}
