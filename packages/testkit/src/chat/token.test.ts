import { utf8Encode } from "@gw-sim/core";
import { expect, test } from "vitest";
import { fromBase64Url, idOf, payloadTextOf, tampered, toBase64Url, underHeader } from "./token.js";

const payload = '{"type":"user","id":6982582592583503353,"name":"€"}';
const token = `${toBase64Url('{"alg":"HS256"}')}.${toBase64Url(payload)}.AbCd_-EfGh`;

test("base64url is as Node has it, for texts of every length", () => {
	for (const text of ["", "a", "ab", "abc", "abcd", "€", "🙂?>~"]) {
		expect(toBase64Url(text)).toBe(Buffer.from(utf8Encode(text)).toString("base64url"));
		expect(fromBase64Url(toBase64Url(text))).toBe(text);
	}
	expect(fromBase64Url("a b")).toBeNull();
	expect(fromBase64Url("_____w")).toBeNull();
});

test("a token is read digit by digit", () => {
	expect(payloadTextOf(token)).toBe(payload);
	expect(idOf(token)).toBe("6982582592583503353");
	expect(idOf("opaque")).toBeNull();
	expect(idOf("a.b.c")).toBeNull();
});

test("a token is tampered with in one segment", () => {
	for (const segment of [0, 1, 2] as const) {
		const [old, changed] = [token.split("."), tampered(token, segment).split(".")];
		expect(changed.map((text, i) => text === old[i])).toEqual([0, 1, 2].map((i) => i !== segment));
	}
	const bare = underHeader(token, '{"alg":"none"}');
	expect(bare).toBe(`${toBase64Url('{"alg":"none"}')}.${toBase64Url(payload)}.`);
});
