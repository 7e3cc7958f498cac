import type { IncomingMessage, ServerResponse } from "node:http";
import { messageOf } from "@gw-sim/core";
import type { Store } from "@gw-sim/store";
import type { HttpAnswer, Protocol } from "../gateway.js";
import type { GatewayHost } from "../host.js";
import type { Log } from "../log.js";
import { answer, answerJson } from "./answer.js";
import type { ControlApi } from "./control-api.js";
import { refusal } from "./control-route.js";

export interface PlainHttpOptions {
	readonly host: GatewayHost;
	readonly control: ControlApi;
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
		const { status, body, contentType } = await this.#pageOrEndpoint(request, path, dedicated);
		answer(request, response, status, body, contentType);
	}

	#pageOrEndpoint(
		{ method = "GET", url = "" }: IncomingMessage,
		path: string,
		dedicated: Protocol | null,
	): HttpAnswer | Promise<HttpAnswer> {
		const { host } = this.#options;
		const origin = host.gateways.find(({ protocol }) => protocol === dedicated);
		const page = (origin === undefined ? host.gateways : [origin])
			.flatMap(({ pages = [] }) => pages)
			.find((candidate) => candidate.path === path);
		if (page !== undefined) {
			if (method !== "GET" && method !== "HEAD") return { status: 405, body: "use GET\n" };
			return page.answer(new URLSearchParams(url.slice(path.length)));
		}
		const gateway = host.gatewayAt(path, dedicated);
		return gateway?.plain(method) ?? origin?.foreign() ?? { status: 404, body: "not found\n" };
	}
}
