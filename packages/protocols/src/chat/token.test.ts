import { createHmac } from "node:crypto";
import { readTokenClaims, tokenParts, tokenPayloadText } from "@gw-sim/protocols/chat";
import fc from "fast-check";
import { expect, test } from "vitest";
import { base64UrlDecode } from "./base64url.js";

const segment = (text: string): string => Buffer.from(text).toString("base64url");
const head = segment('{"alg":"HS256","typ":"JWT"}');
const body = segment('{"type":"user","id":6982582592583503353}');
const sign = (input: string): Buffer => createHmac("sha256", "secret").update(input).digest();

test("a token comes apart into what was signed, its signature, and its payload", () => {
	const input = `${head}.${body}`;
	const parts = tokenParts(`${input}.${sign(input).toString("base64url")}`);
	expect(parts?.signingInput).toBe(input);
	expect(Buffer.from(parts?.signature ?? []).equals(sign(input))).toBe(true);
	expect(parts?.payload).toBe('{"type":"user","id":6982582592583503353}');
});

test("a payload that is made is one that is read, every digit of it", () => {
	for (const type of ["user", "bot"] as const) {
		const text = tokenPayloadText({ type, id: "6982582592583503354" });
		expect(text).toBe(`{"type":"${type}","id":6982582592583503354}`);
		expect(readTokenClaims(text)).toEqual({ type, id: "6982582592583503354", exp: null });
	}
});

test.each([
	["nothing", ""],
	["one segment", head],
	["two segments", `${head}.${body}`],
	["four segments", `${head}.${body}.c2ln.c2ln`],
	["no header", `.${body}.c2ln`],
	["no signature", `${head}.${body}.`],
	["padding", `${head}.${body}.c2lnbg==`],
	["the other base64 alphabet", `${head}.${body}.+/+/`],
	["a blank", `${head}.${body}.c2 n`],
	["stray bits", `${head}.${body}.c2lnbh`],
	["a lone character", `${head}.${body}.c2lnb`],
	["a header that is no JSON", `${segment("x")}.${body}.c2ln`],
	["a header that is an array", `${segment('["HS256"]')}.${body}.c2ln`],
	["alg none", `${segment('{"alg":"none"}')}.${body}.c2ln`],
	["alg None", `${segment('{"alg":"None"}')}.${body}.c2ln`],
	["alg hs256", `${segment('{"alg":"hs256"}')}.${body}.c2ln`],
	["alg HS512", `${segment('{"alg":"HS512"}')}.${body}.c2ln`],
	["alg RS256", `${segment('{"alg":"RS256"}')}.${body}.c2ln`],
	["no alg", `${segment('{"typ":"JWT"}')}.${body}.c2ln`],
	["crit", `${segment('{"alg":"HS256","crit":["exp"]}')}.${body}.c2ln`],
	["a payload that is not UTF-8", `${head}._w.c2ln`],
])("a token with %s is none", (_, token) => {
	expect(tokenParts(token)).toBeNull();
});

test("a header may say more than the algorithm", () => {
	expect(tokenParts(`${segment('{"kid":"1","alg":"HS256"}')}.${body}.c2ln`)).not.toBeNull();
});

test.each([
	['{"type":"user","id":1}', { type: "user", id: "1", exp: null }],
	[
		'{"type":"bot","id":"10615104001061510400"}',
		{ type: "bot", id: "10615104001061510400", exp: null },
	],
	['{"type":"user","id":1,"exp":1767225600,"iat":1}', { type: "user", id: "1", exp: 1767225600 }],
	['{"type":"user","id":1,"exp":1767225600.5}', { type: "user", id: "1", exp: 1767225600.5 }],
	['{"type":"user","id":1,"exp":99999999999999999}', { type: "user", id: "1", exp: 1e17 }],
])("%s is a bearer", (payload, claims) => {
	expect(readTokenClaims(payload)).toEqual(claims);
});

test.each([
	"",
	"[]",
	"null",
	'{"id":1}',
	'{"type":"user"}',
	'{"type":"admin","id":1}',
	'{"type":"User","id":1}',
	'{"type":"user","id":-1}',
	'{"type":"user","id":1.5}',
	'{"type":"user","id":null}',
	'{"type":"user","id":"U_1"}',
	'{"type":"user","id":123456789012345678901}',
	'{"type":"user","userId":1}',
	'{"type":"user","id":1,"exp":"1767225600"}',
	'{"type":"user","id":1,"exp":null}',
])("%s is no bearer", (payload) => {
	expect(readTokenClaims(payload)).toBeNull();
});

test("base64url is read as the platform writes it, and in no other form", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
			expect(base64UrlDecode(Buffer.from(bytes).toString("base64url"))).toEqual(bytes);
		}),
	);
	fc.assert(
		fc.property(fc.string({ maxLength: 12 }), (text) => {
			const bytes = base64UrlDecode(text);
			if (bytes !== null) expect(Buffer.from(bytes).toString("base64url")).toBe(text);
		}),
		{ numRuns: 5000 },
	);
});

test("any text at all is a token or none", () => {
	fc.assert(
		fc.property(
			fc.string({ unit: "binary" }),
			fc.array(fc.json(), { maxLength: 4 }),
			(text, json) => {
				tokenParts(text);
				tokenParts(json.map(segment).join("."));
				for (const payload of [text, ...json]) readTokenClaims(payload);
			},
		),
		{ numRuns: 3000 },
	);
});
