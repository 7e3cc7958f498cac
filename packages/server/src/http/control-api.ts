import type { IncomingMessage } from "node:http";
import { isDeeperThan, type JsonValue, parseJson } from "@gw-sim/core";
import { type ControlAnswer, type ControlRoute, refusal } from "./control-route.js";
import { type Guard, refusedType } from "./guard.js";
import { matchPath } from "./match-path.js";
import { maxBodyBytes, readBody } from "./read-body.js";

const prefix = "/api/v0";

export interface ControlApiOptions {
	readonly routes: readonly ControlRoute[];
	readonly guard: Guard;
	readonly maxDepth: number;
}

interface Body {
	readonly value: JsonValue;
	readonly text: string;
}

/** The control API: who may call it, which call a path is, and what its body must look like. */
export class ControlApi {
	readonly #options: ControlApiOptions;

	constructor(options: ControlApiOptions) {
		this.#options = options;
	}

	/** Whether a path belongs to the control API. */
	owns(path: string): boolean {
		return path === prefix || path.startsWith(`${prefix}/`);
	}

	async answer(request: IncomingMessage, path: string): Promise<ControlAnswer> {
		const { guard, routes } = this.#options;
		const refused = guard.refusedCaller(request);
		if (refused !== null) return refused;
		const found = routes.flatMap((route) => {
			const params = matchPath(route.path, path.slice(prefix.length));
			return params === null ? [] : [{ route, params }];
		});
		if (found.length === 0)
			return refusal(404, "not_found", "no such call; see the README's control API");
		const call = found.find(({ route }) => route.method === request.method);
		if (call === undefined) {
			const allowed = found.map(({ route }) => route.method).join(", ");
			return refusal(405, "method_not_allowed", `this call takes ${allowed}`);
		}
		const { method } = call.route;
		const foreign = method === "GET" ? null : guard.refusedWriter(request);
		if (foreign !== null) return foreign;
		const body = await this.#body(request, method);
		return "refused" in body
			? body.refused
			: call.route.handle({ params: call.params, body: body.value, text: body.text });
	}

	async #body(
		request: IncomingMessage,
		method: ControlRoute["method"],
	): Promise<Body | { readonly refused: ControlAnswer }> {
		if (method === "GET" || method === "DELETE") return { value: null, text: "" };
		const refused = refusedType(request);
		if (refused !== null) return { refused };
		const body = await readBody(request, maxBodyBytes);
		if (body === "too-large")
			return { refused: refusal(413, "too_large", `at most ${maxBodyBytes} bytes`) };
		const text = body?.text ?? "";
		const value = parseJson(text);
		if (value === undefined) return { refused: refusal(400, "bad_json", "the body is not JSON") };
		if (isDeeperThan(value, this.#options.maxDepth))
			return { refused: refusal(400, "too_deep", `nested deeper than ${this.#options.maxDepth}`) };
		return { value, text };
	}
}
