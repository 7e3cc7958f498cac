import { request } from "node:http";
import { expect, test } from "vitest";
import { testServer } from "../testing/test-server.js";

const pair = { lock: "x", name: "Key", type: "tag" };

interface Answer {
	readonly status: number;
	readonly headers: Record<string, unknown>;
	readonly body: unknown;
}

/** By node:http, which lets a test send any header. */
function send(
	url: string,
	method: string,
	headers: Record<string, string>,
	body?: string,
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const outgoing = request(url, { method, headers }, (response) => {
			let text = "";
			response.on("data", (chunk) => {
				text += String(chunk);
			});
			response.on("end", () => {
				const isJson = String(response.headers["content-type"]).includes("json");
				resolve({
					status: response.statusCode ?? 0,
					headers: response.headers,
					body: isJson ? JSON.parse(text) : text,
				});
			});
		});
		outgoing.on("error", reject);
		outgoing.end(body);
	});
}

const json = { "content-type": "application/json" };
const error = (code: string) => ({ error: { code, message: expect.any(String) } });

test.each([
	["not JSON", "{nope", 400, "bad_json"],
	["not an object", "[]", 400, "bad_request"],
	["a missing key", '{"lock":"x","name":"Key"}', 400, "bad_request"],
	["an unknown key", JSON.stringify({ ...pair, more: 1 }), 400, "bad_request"],
	["an unknown type", JSON.stringify({ ...pair, type: "car" }), 400, "bad_request"],
	["an empty serial", JSON.stringify({ ...pair, lock: "" }), 400, "bad_request"],
	["too deep", `{"lock":${"[".repeat(40)}${"]".repeat(40)}}`, 400, "too_deep"],
	["too large", JSON.stringify({ ...pair, name: "x".repeat(70_000) }), 413, "too_large"],
])("a body that is %s", async (_, body, status, code) => {
	const server = await testServer();
	expect(await send(`${server.url}/api/v0/devices/pair`, "POST", json, body)).toMatchObject({
		status,
		body: error(code),
	});
});

test("64 KiB of brackets are answered with an error", async () => {
	const server = await testServer();
	const answer = await send(`${server.url}/api/v0/devices/pair`, "POST", json, "[".repeat(65_536));
	expect(answer).toMatchObject({ status: 400, body: error("bad_json") });
});

test("a wrong method is 405, an unknown call and an unknown lock are 404", async () => {
	const server = await testServer();
	const at = (method: string, path: string) => send(`${server.url}/api/v0${path}`, method, {});
	expect(await at("GET", "/devices/pair")).toMatchObject({
		status: 405,
		body: error("method_not_allowed"),
	});
	expect(await at("DELETE", "/locks")).toMatchObject({ status: 405 });
	expect(await at("OPTIONS", "/locks")).toMatchObject({ status: 405 });
	expect(await at("GET", "/nope")).toMatchObject({ status: 404, body: error("not_found") });
	expect(await at("GET", "")).toMatchObject({ status: 404 });
	expect(await at("GET", "/locks/none")).toMatchObject({ status: 404, body: error("not_found") });
	expect(await at("GET", "/locks/%ZZ")).toMatchObject({ status: 404 });
	expect((await server.call("PUT", "/locks/none", {})).status).toBe(404);
});

test.each([
	{ mode: 3 },
	{ mode: "1" },
	{ name: 5 },
	{ name: "" },
	{ feature_flags: "lock" },
	{ feature_flags: [1] },
	{ config: [] },
	{ serial: "y" },
	{ data: {} },
	[[]],
])("PUT of a lock refuses %j", async (body) => {
	const server = await testServer();
	expect(await server.call("PUT", "/locks/none", body)).toMatchObject({
		status: 400,
		body: error("bad_request"),
	});
});

test("a write needs a JSON content type", async () => {
	const server = await testServer();
	const url = `${server.url}/api/v0/devices/pair`;
	for (const type of ["text/plain", "application/x-www-form-urlencoded", ""])
		expect((await send(url, "POST", { "content-type": type }, JSON.stringify(pair))).status).toBe(
			415,
		);
	for (const type of ["application/json; charset=utf-8", "application/merge-patch+json"])
		expect((await send(url, "POST", { "content-type": type }, JSON.stringify(pair))).status).toBe(
			200,
		);
});

test("a page of another origin may not write, and no answer has CORS headers", async () => {
	const server = await testServer();
	const url = `${server.url}/api/v0/devices/pair`;
	const from = (origin: string) => send(url, "POST", { ...json, origin }, JSON.stringify(pair));
	expect(await from("http://evil.example")).toMatchObject({
		status: 403,
		body: error("foreign_origin"),
	});
	expect((await from("null")).status).toBe(403);
	const own = await from("http://localhost:8080");
	expect(own.status).toBe(200);
	for (const name of Object.keys(own.headers)) expect(name).not.toMatch(/^access-control/);
});

test("a page that binds its own name to loopback is refused by its Host", async () => {
	const server = await testServer();
	const answer = await send(`${server.url}/api/v0/locks`, "GET", { host: "evil.example" });
	expect(answer).toMatchObject({ status: 403, body: error("forbidden") });
});

test("with admin.token every call needs it", async () => {
	const server = await testServer({ admin: { token: "open sesame" } });
	const at = (authorization?: string) =>
		send(`${server.url}/api/v0/locks`, "GET", authorization === undefined ? {} : { authorization });
	expect(await at()).toMatchObject({ status: 401, body: error("unauthorized") });
	expect((await at("Bearer nope")).status).toBe(401);
	expect((await at("Basic b3Blbg==")).status).toBe(401);
	expect(await at("Bearer open sesame")).toMatchObject({ status: 200, body: { data: [] } });
});

test("connections are listed", async () => {
	const server = await testServer();
	await server.lock();
	expect(await server.call("GET", "/connections")).toEqual({
		status: 200,
		body: {
			data: [
				{
					protocol: "lock",
					id: expect.any(String),
					remote: "127.0.0.1",
					sinceMs: expect.any(Number),
				},
			],
		},
	});
});

test("health, metrics, endpoints asked without an upgrade, and foreign paths", async () => {
	const server = await testServer();
	await server.lock();
	expect((await send(`${server.url}/healthz`, "GET", {})).status).toBe(200);
	const metrics = await send(`${server.url}/metrics`, "GET", {});
	expect(metrics.status).toBe(200);
	expect(metrics.body).toContain('gw_sim_connections{protocol="lock"} 1\n');
	expect((await send(`${server.url}/nope`, "GET", {})).status).toBe(404);
	expect((await send(`${server.url}/socket`, "GET", {})).status).toBe(426);
});
