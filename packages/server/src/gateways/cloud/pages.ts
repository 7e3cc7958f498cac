import { hostname } from "node:os";
import { parseJson } from "@gw-sim/core";
import { configBody, readConfigChange, withConfigChange } from "@gw-sim/protocols/cloud";
import type { HttpAnswer, Page, PageRequest } from "../../gateway.js";
import type { SharedDisplay } from "./display.js";
import { unlessStoreFails } from "./unless-store-fails.js";

/** What `/info` tells; the package's. */
export const version = "0.1.0";

const unavailable: HttpAnswer = { status: 503, body: "the store fails\n" };

/**
 * The origin's own HTTP face: reading is open to everybody, as there, and changing is for those who
 * may use the control API. `failed` is told why the store fails.
 */
export function cloudPages(display: SharedDisplay, failed: (why: string) => void): readonly Page[] {
	return [
		{
			path: "/info",
			methods: ["GET"],
			answer: () => ({ status: 200, body: `cloud-cloud:${version}@${hostname()}` }),
		},
		{
			path: "/config",
			methods: ["GET"],
			answer: () =>
				unlessStoreFails(async () => json(configBody(await display.read())), failed, unavailable),
		},
		{
			path: "/config",
			methods: ["POST"],
			isGuarded: true,
			answer: (request) => unlessStoreFails(() => configure(display, request), failed, unavailable),
		},
	];
}

async function configure(display: SharedDisplay, request: PageRequest): Promise<HttpAnswer> {
	const body = await request.body();
	if (body === "too-large") return { status: 413, body: "the body is too large\n" };
	const value = body === null ? undefined : parseJson(body.text);
	if (value === undefined) return { status: 400, body: "the body is not JSON\n" };
	const reading = readConfigChange(value);
	if (!reading.ok) return { status: 400, body: `${reading.reason}\n` };
	await display.change((now) => withConfigChange(now, reading.value));
	return { status: 200, body: "OK" };
}

function json(value: object): HttpAnswer {
	return {
		status: 200,
		body: JSON.stringify(value),
		contentType: "application/json; charset=utf-8",
	};
}
