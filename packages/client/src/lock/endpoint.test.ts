import { UsageError } from "@gw-sim/core";
import { expect, test } from "vitest";
import { shownUrl } from "../ws-url.js";
import { tokenProtocols } from "./auth-token.js";
import { lockEndpoint } from "./endpoint.js";

const base = "ws://127.0.0.1:4000/socket/websocket";

test.each([
	["no query", base, {}, `${base}?name=lock-1&vsn=2.0.0`],
	["a query", `${base}?token=a%20b&x[]=1`, {}, `${base}?token=a%20b&x[]=1&name=lock-1&vsn=2.0.0`],
	["a name", base, { name: "Front door & co" }, `${base}?name=Front%20door%20%26%20co&vsn=2.0.0`],
	["version 1", base, { vsn: "1.0.0" }, `${base}?name=lock-1&vsn=1.0.0`],
	["its own name and vsn", `${base}?vsn=1.0.0&name=a`, {}, `${base}?name=a&vsn=1.0.0`],
	[
		"overruled ones",
		`${base}?name=a&vsn=1.0.0`,
		{ name: "b", vsn: "2.0.0" },
		`${base}?name=b&vsn=2.0.0`,
	],
	[
		"TLS",
		"wss://hub.example/socket/websocket",
		{},
		"wss://hub.example/socket/websocket?name=lock-1&vsn=2.0.0",
	],
] as const)("the URL with %s", (_, url, options, expected) => {
	expect(lockEndpoint({ url, serial: "lock-1", ...options }).url).toBe(expected);
});

test("the URL in messages holds neither credentials nor query", () => {
	const { url } = lockEndpoint({ url: "wss://me:pw@hub:9/x?token=secret", serial: "a" });
	expect(shownUrl(new URL(url))).toBe("wss://hub:9/x");
});

test.each([
	["no URL", { url: "hub" }, /write one as in ws:\/\//],
	["http", { url: "http://hub/socket/websocket" }, /begins with http: .* ws: or wss:/],
	["a fragment", { url: `${base}#x` }, /no "#" part/],
	["an empty name", { url: base, name: "" }, /leave it out to use the serial/],
	["a version of the future", { url: base, vsn: "3.0.0" }, /use 2\.0\.0 or 1\.0\.0/],
])("%s is refused with how to mend it", (_, options, message) => {
	expect(() => lockEndpoint({ serial: "lock-1", ...options })).toThrow(UsageError);
	expect(() => lockEndpoint({ serial: "lock-1", ...options })).toThrow(message);
});

test("a token goes as standard base64 without padding, as phoenix.js sends it", () => {
	expect(tokenProtocols("abcd")).toEqual(["phoenix", "base64url.bearer.phx.YWJjZA"]);
	expect(tokenProtocols("~~>")).toEqual(["phoenix", "base64url.bearer.phx.fn4+"]);
});

test("a token that no subprotocol can carry is refused", () => {
	expect(() => tokenProtocols("ab?")).toThrow(/cannot be sent/);
	expect(() => tokenProtocols("")).toThrow(/leave it out/);
});
