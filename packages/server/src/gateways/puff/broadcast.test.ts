import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { Broadcast } from "./broadcast.js";

const deletion = { type: "GROUP_DELETE", groupId: "abcdef" } as const;
const text = '{"op":3,"t":"GROUP_DELETE","d":{"group_id":"abcdef"}}';

test("all who take a message in one form share one frame", () => {
	const broadcast = new Broadcast(deletion);
	expect(broadcast.frame(false)).toBe(broadcast.frame(false));
	expect(broadcast.frame(true)).toBe(broadcast.frame(true));
	expect(broadcast.frame(false).frame).toBe(text);
	const deflated = broadcast.frame(true).frame;
	expect(typeof deflated === "string" ? deflated : inflateSync(deflated).toString()).toBe(text);
});

test("what nobody hears is not even encoded", () => {
	let reads = 0;
	const broadcast = new Broadcast({
		type: "GROUP_DELETE",
		get groupId() {
			reads++;
			return "abcdef";
		},
	});
	expect([broadcast.length, reads]).toEqual([0, 0]);
	broadcast.frame(true);
	broadcast.frame(false);
	expect([broadcast.length, reads]).toEqual([text.length, 1]);
});
