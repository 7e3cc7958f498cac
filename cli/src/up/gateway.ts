import {
	EnvironmentError,
	isJsonObject,
	type JsonValue,
	messageOf,
	parseJson,
	safe,
} from "@gw-sim/core";
import { endpointPaths, type Protocol } from "@gw-sim/server";
import type { ControlRequest, DeviceKind, GatewayView } from "./orchestra.js";

const timeoutMs = 5000;
/** A list of every lock or connection of a large fleet; a foreign gateway could send anything. */
const maxAnswerBytes = 4_194_304;

/** The protocol that a kind of device speaks. */
export function protocolOf(kind: DeviceKind): Protocol {
	return kind === "room" ? "rooms" : kind;
}

/**
 * A gateway that runs elsewhere: with a path, its URL is every protocol's endpoint; without one,
 * each protocol is where `gw-sim serve` has it.
 */
export function foreignGateway(url: string): GatewayView {
	const { protocol, host, pathname, search } = new URL(url);
	const endpoint = (path: string): string =>
		pathname === "/" && search === "" ? `${protocol}//${host}${path}` : url;
	return {
		url: `${protocol === "wss:" ? "https:" : "http:"}//${host}`,
		endpoints: {
			lock: endpoint(endpointPaths.lock),
			rooms: endpoint(endpointPaths.rooms),
			chat: endpoint(endpointPaths.chat),
			cloud: endpoint(endpointPaths.cloud),
			puff: endpoint(endpointPaths.puff),
		},
		isOwn: false,
	};
}

/** Asks a gateway over HTTP; the result is the text of its answer. */
export type Ask = (
	url: string,
	request: { readonly method: string; readonly body?: string; readonly token: string | null },
) => Promise<{ readonly status: number; readonly text: string }>;

/** By the platform's `fetch`, with a limit of time and size. */
export const ask: Ask = async (url, { method, body, token }) => {
	const response = await fetch(url, {
		method,
		headers: {
			...(body === undefined ? {} : { "content-type": "application/json" }),
			...(token === null ? {} : { authorization: `Bearer ${token}` }),
		},
		...(body === undefined ? {} : { body }),
		signal: AbortSignal.timeout(timeoutMs),
	});
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of response.body ?? []) {
		size += chunk.length;
		if (size > maxAnswerBytes) throw new Error(`it answers with more than ${maxAnswerBytes} bytes`);
		chunks.push(chunk);
	}
	return { status: response.status, text: Buffer.concat(chunks).toString("utf8") };
};

/**
 * A request to a gateway's control API; the result is what it answers, null where that is empty.
 * @throws EnvironmentError `control-api` where it cannot be asked, or says no.
 */
export async function askControl(
	ask: Ask,
	gateway: GatewayView,
	token: string | null,
	{ method, path, body }: ControlRequest,
): Promise<JsonValue> {
	const url = `${gateway.url}/api/v0${path}`;
	const refuse = (why: string): never => {
		throw new EnvironmentError(`the gateway did not do it: ${why} (${method} ${url})`, {
			code: "control-api",
		});
	};
	const request = { method, token, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
	const { status, text } = await ask(url, request).catch((error: unknown) =>
		refuse(safe(causeOf(error))),
	);
	const answer = parseJson(text) ?? null;
	if (status >= 200 && status < 300) return answer;
	const error = isJsonObject(answer) && isJsonObject(answer.error) ? answer.error : {};
	return refuse(typeof error.message === "string" ? safe(error.message) : `HTTP ${status}`);
}

/** `fetch` says that it failed, and what failed is its cause. */
function causeOf(error: unknown): string {
	return messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
}
