import { afterEach, expect, test, vi } from "vitest";
import { sha256 as inBrowsers } from "./sha256-browser.js";
import { sha256 as inNode } from "./sha256-node.js";

afterEach(() => {
	vi.unstubAllGlobals();
});

test.each([
	["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
	[
		"testRoom1631756233699deadbeef",
		"89d88bb54565ea81c0d31c817eddba48c2fbbb0414fb4bb87c799bb2e824804a",
	],
])("%j has the same hash in Node, at once, and in browsers", async (text, hash) => {
	expect(inNode(text)).toBe(hash);
	expect(await inBrowsers(text)).toBe(hash);
});

test("texts are hashed as UTF-8", async () => {
	expect(await inBrowsers("é😀")).toBe(inNode("é😀"));
});

test("a page without WebCrypto is told what to do", async () => {
	vi.stubGlobal("crypto", undefined);
	await expect(inBrowsers("a")).rejects.toMatchObject({
		name: "UsageError",
		code: "no-webcrypto",
	});
});
