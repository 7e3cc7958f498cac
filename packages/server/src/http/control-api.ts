import type { IncomingMessage } from "node:http";
import { isDeeperThan, type JsonValue, parseJson } from "@gw-sim/core";
import { isLoopback, originAllowed } from "../origin.js";
import { secretEquals } from "../secret.js";
import { type ControlAnswer, type ControlRoute, refusal } from "./control-route.js";
import { readBody } from "./read-body.js";

const prefix = "/api/v0";
const maxBodyBytes = 65_536;

export interface ControlApiOptions {
	readonly routes: readonly ControlRoute[];
	/** `admin.token` of the configuration. */
	readonly token: string | null;
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
		const refused = this.#authorise(request);
		if (refused !== null) return refused;
		const found = this.#options.routes.flatMap((route) => {
			const params = match(route.path, path.slice(prefix.length));
			return params === null ? [] : [{ route, params }];
		});
		if (found.length === 0)
			return refusal(404, "not_found", "no such call; see the README's control API");
		const call = found.find(({ route }) => route.method === request.method);
		if (call === undefined) {
			const allowed = found.map(({ route }) => route.method).join(", ");
			return refusal(405, "method_not_allowed", `this call takes ${allowed}`);
		}
		const isRead = call.route.method === "GET";
		if (
			!isRead &&
			!originAllowed(request.headers.origin ?? null, request.headers.host ?? null, true)
		)
			return refusal(403, "foreign_origin", "pages of another origin may not change anything");
		const body = await this.#body(request, call.route.method);
		return "refused" in body
			? body.refused
			: call.route.handle({ params: call.params, body: body.value, text: body.text });
	}

	#authorise(request: IncomingMessage): ControlAnswer | null {
		const { token } = this.#options;
		if (token === null) {
			// A page that has bound its name to a loopback address still gives that name as Host.
			const host = hostName(request.headers.host);
			return isLoopback(request.socket.localAddress ?? "") && (host === null || isLoopback(host))
				? null
				: refusal(
						403,
						"forbidden",
						"beyond loopback the control API needs admin.token in the configuration",
					);
		}
		const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
		return given !== undefined && secretEquals(given, token)
			? null
			: refusal(401, "unauthorized", "send the header Authorization: Bearer <admin.token>");
	}

	async #body(
		request: IncomingMessage,
		method: ControlRoute["method"],
	): Promise<Body | { readonly refused: ControlAnswer }> {
		if (method === "GET" || method === "DELETE") return { value: null, text: "" };
		if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(request.headers["content-type"] ?? ""))
			return {
				refused: refusal(415, "unsupported_media_type", "send content-type: application/json"),
			};
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

function hostName(header: string | undefined): string | null {
	if (header === undefined) return null;
	const url = `http://${header}`;
	return URL.canParse(url) ? new URL(url).hostname : "";
}

function match(pattern: string, path: string): Record<string, string> | null {
	const wanted = pattern.split("/");
	const given = path.split("/");
	if (wanted.length !== given.length) return null;
	const params: Record<string, string> = {};
	for (const [i, segment] of wanted.entries()) {
		const value = given[i] ?? "";
		if (!segment.startsWith(":")) {
			if (segment !== value) return null;
			continue;
		}
		const decoded = decodeSegment(value);
		if (decoded === null || decoded === "") return null;
		params[segment.slice(1)] = decoded;
	}
	return params;
}

function decodeSegment(segment: string): string | null {
	try {
		return decodeURIComponent(segment);
	} catch {
		return null;
	}
}
