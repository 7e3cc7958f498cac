import { request } from "node:http";
import { expect, test } from "vitest";
import { type TestServer, testServer } from "../../testing/test-server.js";
import { LivePuff } from "./testing/live-puff.js";

interface Answer {
	readonly status: number;
	readonly headers: Record<string, unknown>;
	readonly body: string;
}

/** By node:http, which lets a test send any header. */
function ask(
	url: string,
	path: string,
	method = "GET",
	headers: Record<string, string> = {},
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const outgoing = request(
			new URL(path, url.replace("ws:", "http:")),
			{ method, headers },
			(response) => {
				let body = "";
				response.on("data", (chunk) => {
					body += String(chunk);
				});
				response.on("end", () =>
					resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
				);
			},
		);
		outgoing.on("error", reject);
		outgoing.end();
	});
}

const type = "application/json; charset=utf-8";
const noRoute = {
	success: false,
	error: { code: "not_found", message: "Route does not exist" },
};
const noGroup = {
	success: false,
	error: { code: "group_not_found", message: "Invalid group id provided" },
};

/** The shared port's URL, and that of a port of its own. */
async function ports(): Promise<{ server: TestServer; shared: string; own: string }> {
	const server = await testServer({}, { dedicated: new Map([["puff", 0]] as const) });
	return { server, shared: server.url, own: server.dedicated.puff ?? "" };
}

test("groups are read on both ports, private ones by their id alone", async () => {
	const { server, shared, own } = await ports();
	const puff = await LivePuff.open(server.endpoints.puff);
	const id = await puff.found("Sour Diesel");
	const group = {
		group_id: id,
		name: "Sour Diesel",
		visibility: "private",
		state: "chilling",
		member_count: 1,
	};
	for (const url of [shared, own]) {
		const one = await ask(url, `/v1/groups/${id}`);
		expect(one).toMatchObject({ status: 200, headers: { "content-type": type } });
		expect(JSON.parse(one.body)).toEqual({ success: true, data: group });
		expect(JSON.parse((await ask(url, "/v1/groups")).body)).toEqual({ success: true, data: [] });
	}
	await puff.say(5, { visibility: "public" }).until("PUBLIC_GROUPS_UPDATE");
	for (const url of [shared, own]) {
		const all = await ask(url, "/v1/groups");
		expect(all).toMatchObject({ status: 200, headers: { "content-type": type } });
		expect(JSON.parse(all.body)).toEqual({
			success: true,
			data: [{ ...group, visibility: "public" }],
		});
	}
});

test.each(["nope00", "__proto__", "%20", "a%2Fb"])("group %s is unknown", async (id) => {
	const { shared, own } = await ports();
	for (const url of [shared, own]) {
		const answer = await ask(url, `/v1/groups/${id}`);
		expect(answer).toMatchObject({ status: 404, headers: { "content-type": type } });
		expect(JSON.parse(answer.body)).toEqual(noGroup);
	}
});

test.each(["GET", "POST", "PUT", "DELETE", "PATCH"])("/health is OK to a %s", async (method) => {
	const { shared, own } = await ports();
	for (const url of [shared, own])
		expect(await ask(url, "/health", method)).toMatchObject({
			status: 200,
			headers: { "content-type": "text/plain; charset=utf-8" },
			body: "OK",
		});
	expect(await ask(own, "/health", "HEAD")).toMatchObject({ status: 200, body: "" });
});

test.each([
	["GET", "/nope"],
	["GET", "/v1"],
	["GET", "/v1/groups/a/b"],
	["GET", "/healthz"],
	["GET", "/metrics"],
	["POST", "/api/v0/puff/groups/x"],
	["POST", "/v1/groups"],
	["DELETE", "/v1/groups/abcdef"],
])("%s %s is no route of the origin's", async (method, path) => {
	const { own } = await ports();
	const answer = await ask(own, path, method);
	expect(answer).toMatchObject({ status: 404, headers: { "content-type": type } });
	expect(JSON.parse(answer.body)).toEqual(noRoute);
});

test("pages of every origin may read, and are told so beforehand", async () => {
	const { shared, own } = await ports();
	const origin = "https://puff.example";
	for (const url of [shared, own])
		for (const path of ["/health", "/v1/groups", "/v1/groups/nope00"]) {
			const read = await ask(url, path, "GET", { origin });
			expect(read.headers["access-control-allow-origin"]).toBe("*");
			expect((await ask(url, path)).headers).not.toHaveProperty("access-control-allow-origin");
			const asked = { origin, "access-control-request-method": "GET" };
			expect(await ask(url, path, "OPTIONS", asked)).toMatchObject({
				status: 200,
				headers: {
					"access-control-allow-origin": "*",
					"access-control-max-age": "600",
					"access-control-allow-methods": expect.stringContaining("GET"),
				},
			});
		}
	const preflight = await ask(own, "/nope", "OPTIONS", { origin });
	expect(preflight).toMatchObject({ status: 200, headers: { "access-control-max-age": "600" } });
	expect((await ask(own, "/nope", "GET", { origin })).headers).toHaveProperty(
		"access-control-allow-origin",
	);
});

test("an endpoint wants an upgrade, and no other path takes one", async () => {
	const { server, shared, own } = await ports();
	for (const path of ["/socket", "/socket/"]) {
		expect((await ask(shared, path)).status).toBe(426);
		expect((await ask(own, path)).status).toBe(426);
		await LivePuff.open(`${shared.replace("http:", "ws:")}${path}`);
		await LivePuff.open(new URL(path, own).href);
	}
	expect((await ask(own, "/")).status).toBe(426);
	await LivePuff.open(own);
	await LivePuff.open(`${own}?encoding=json&compression=zlib`);
	for (const url of [`${server.endpoints.puff}/x`, `${own}nope`, `${own}v1/groups`])
		await expect(LivePuff.open(url)).rejects.toMatchObject({ status: 404 });
});

test("the control API deletes a group", async () => {
	const { server } = await ports();
	const puff = await LivePuff.open(server.endpoints.puff);
	const id = await puff.found();
	expect(await server.call("DELETE", `/puff/groups/${id}`)).toEqual({
		status: 200,
		body: { data: { group_id: id } },
	});
	expect(await puff.next()).toEqual({ op: 3, t: "GROUP_DELETE", d: { group_id: id } });
	expect(await server.call("DELETE", `/puff/groups/${id}`)).toMatchObject({
		status: 404,
		body: { error: { code: "not_found" } },
	});
	expect((await server.call("GET", `/puff/groups/${id}`)).status).toBe(405);
});
