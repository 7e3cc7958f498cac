import { once } from "node:events";
import { request } from "node:http";
import { parseConfig } from "@gw-sim/server";
import { expect, test } from "vitest";
import { testServer } from "../../testing/test-server.js";
import { judgeConnect } from "./connect.js";

const judge = (query: string, lock: unknown = {}, request: object = {}) =>
	judgeConnect(
		{
			path: "/socket/websocket",
			query: new URLSearchParams(query),
			origin: null,
			host: "hub.example:4000",
			cookie: null,
			offered: [],
			...request,
		},
		parseConfig({ lock }).lock,
	);

test.each([
	["name=a", 1],
	["name=a&vsn=1.0.0", 1],
	["name=a&vsn=1.0.5", 1],
	["name=a&vsn=2.0.0", 2],
	["name=a&vsn=2.0.9", 2],
	["name=a&vsn=1.0.0&vsn=2.0.0", 2],
	["name=a&x[y]=z&vsn=2.0.0", 2],
])("%s speaks version %d", (query, version) => {
	expect(judge(query)).toMatchObject({ ok: true, version, name: "a", subprotocol: null });
});

test.each([
	"name=a&vsn=2.1.0",
	"name=a&vsn=3.0.0",
	"name=a&vsn=2",
	"name=a&vsn=",
	"name=a&vsn=abc",
	"name=a&vsn[]=2.0.0",
	"name=&vsn=2.0.0",
	"vsn=2.0.0",
	"",
])("%j is refused", (query) => {
	expect(judge(query).ok).toBe(false);
});

test.each([
	["no Origin header", null, true, true],
	["the same host", "http://hub.example", true, true],
	["another port of it", "https://hub.example:8443", true, true],
	["upper case", "HTTP://HUB.EXAMPLE", true, true],
	["the word null", "null", true, false],
	["another host", "http://evil.example", true, false],
	["a suffix trick", "http://evil-hub.example", true, false],
	["a prefix trick", "http://hub.example.evil.example", true, false],
	["a user part", "http://hub.example@evil.example", true, false],
	["a path", "http://hub.example/evil", true, false],
	["no origin at all", "hub.example", true, false],
	["an empty header", "", true, false],
	["any, unchecked", "http://evil.example", false, true],
	["a listed scheme and host", "https://good.example", ["https://good.example"], true],
	["the wrong scheme of a listed one", "http://good.example", ["https://good.example"], false],
	["any scheme of //host", "http://good.example:81", ["//good.example"], true],
	["the port of a listed one", "http://good.example:81", ["//good.example:81"], true],
	["another port of a listed one", "http://good.example", ["//good.example:81"], false],
	["a subdomain by wildcard", "https://a.good.example", ["//*.good.example"], true],
	["the domain itself by wildcard", "https://good.example", ["//*.good.example"], false],
	["a suffix trick on a wildcard", "https://evilgood.example", ["//*.good.example"], false],
	["our own host when a list is given", "http://hub.example", ["//good.example"], false],
] as const)("origin: %s", (_, origin, checkOrigin, ok) => {
	expect(judge("name=a", { checkOrigin }, { origin }).ok).toBe(ok);
});

test.each([
	["127.0.0.1:4000", "http://localhost:3000", true],
	["localhost:4000", "http://[::1]:3000", true],
	["[::1]:4000", "http://127.0.0.1", true],
	["[::1]:4000", "http://[::2]", false],
])("origin: at %s, %s", (host, origin, ok) => {
	expect(judge("name=a", {}, { host, origin }).ok).toBe(ok);
});

const bearer = (encoded: string) => `base64url.bearer.phx.${encoded}`;
const token = "s~cret?>é";
const standard = Buffer.from(token).toString("base64").replaceAll("=", "");
const urlSafe = Buffer.from(token).toString("base64url");

test.each([
	["standard base64", "", ["phoenix", bearer(standard)], true, "phoenix"],
	["URL-safe base64", "", ["phoenix", bearer(urlSafe)], true, "phoenix"],
	["without the word phoenix", "", [bearer(standard)], true, null],
	["as a parameter", `&token=${encodeURIComponent(token)}`, [], true, null],
	["wrong", "", ["phoenix", bearer("d3Jvbmc")], false, null],
	["absent", "", ["phoenix"], false, null],
	["garbage", "", ["phoenix", bearer("&&&")], false, null],
	["both alphabets at once", "", ["phoenix", bearer("ab-+")], false, null],
	["two tokens", "", ["phoenix", bearer(standard), bearer(standard)], false, null],
])("auth token: %s", (_, query, offered, ok, subprotocol) => {
	const verdict = judge(`name=a${query}`, { authToken: token }, { offered });
	expect(verdict.ok).toBe(ok);
	if (verdict.ok) expect(verdict.subprotocol).toBe(subprotocol);
});

test("over HTTP a refusal is 403 without a body, and offers without a token are ignored", async () => {
	const server = await testServer();
	await expect(server.lock("vsn=2.0.0")).rejects.toMatchObject({ status: 403 });
	const http = await fetch(server.endpoints.lock.replace("ws:", "http:"));
	expect(http.status).toBe(400);
	expect(await http.text()).not.toBe("");
	const post = await fetch(server.endpoints.lock.replace("ws:", "http:"), { method: "POST" });
	expect([post.status, await post.text()]).toEqual([400, ""]);
	await expect(server.lock("name=a", ["phoenix"])).rejects.toThrow("no subprotocol");
});

test("over HTTP a token with a slash in its base64, which `ws` would refuse, is accepted", async () => {
	const server = await testServer({ lock: { authToken: "???" } });
	const offer = bearer(Buffer.from("???").toString("base64"));
	expect(offer).toContain("/");
	const upgrade = request(`${server.endpoints.lock.replace("ws:", "http:")}?name=a`, {
		headers: {
			connection: "upgrade",
			upgrade: "websocket",
			"sec-websocket-version": "13",
			"sec-websocket-key": Buffer.alloc(16).toString("base64"),
			"sec-websocket-protocol": `phoenix, ${offer}`,
		},
	}).end();
	const [response, tcp] = await once(upgrade, "upgrade");
	tcp.destroy();
	expect(response.statusCode).toBe(101);
	expect(response.headers["sec-websocket-protocol"]).toBe("phoenix");
});
