import { expect, test } from "vitest";
import type { ServerModel } from "../../model.js";
import { sampleServer } from "../../testing/sample.js";
import { textOf } from "../span.js";
import { serverRows } from "./server.js";

function shown(changes: Partial<ServerModel>): string {
	return serverRows({ ...sampleServer, ...changes }, 60, 30)
		.map((row) => textOf(row).trimEnd())
		.join("\n");
}

test("figures by protocol, and the sum of them", () => {
	expect(shown({})).toContain("cloud       1200     38   1.8k");
	expect(shown({})).toContain("all         1206     40   1.9k");
	expect(shown({})).toContain("rooms          1      ·     12");
});

test.each([
	[{ storeFolder: null, storeOk: true }, "store    memory  takes writes"],
	[{ storeFolder: "/data", storeOk: false }, "store    /data  takes no writes"],
	[{ storeFolder: null, storeOk: null }, "store    memory"],
])("a store %o", (changes, expected) => {
	expect(shown(changes).split("\n")).toContain(expected);
});

test("of somebody else's gateway only its addresses are known", () => {
	const text = shown({ isOwn: false });
	expect(text).toContain("ws://127.0.0.1:41234/chat");
	expect(text).not.toContain("in/s");
	expect(text).not.toContain("store");
});

test("where there is little room the empty rows go, and nothing else", () => {
	const rows = serverRows(sampleServer, 60, 17);
	expect(rows).toHaveLength(17);
	expect(textOf(rows.at(-1) ?? [])).toContain("/cloud");
});

test("before there is a gateway", () => {
	expect(serverRows(null, 60, 20).map(textOf)).toEqual(["no gateway yet"]);
});
