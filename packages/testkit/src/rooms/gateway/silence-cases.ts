import type { Frame } from "@gw-sim/core";
import type { ConformanceCase } from "../../conformance.js";
import { chatFrame } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import type { RoomsTarget } from "./target.js";
import type { TestRoom } from "./test-room.js";

/** None of these may be answered, nor end the connection, nor reach anybody. */
async function unheard(room: TestRoom, frames: readonly Frame[]): Promise<void> {
	const [a, b] = await room.enterAll(2);
	for (const event of ["chat", "poll", "counter"]) await b.saySettled(["subscribe", event]);
	for (const frame of frames) {
		a.raw(frame);
		await a.settle();
	}
	a.say("chat", "still here");
	await b.expect(chatFrame("still here", a.suffix));
}

export const silenceCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase("silence-bad-json", "Text that is not JSON is ignored", (room) =>
		unheard(room, [
			"not json",
			"",
			" ",
			"{",
			'{"type":"chat","data":"x"',
			'{"type":"chat","data":"x"} more',
			"{'type':'chat'}",
			'{"type":"chat","data":NaN}',
		]),
	),
	gatewayCase("silence-no-object", "JSON that is no object is ignored", (room) =>
		unheard(room, ["null", "5", "true", '"chat"', "[]", '["chat","x"]', '[{"type":"chat"}]']),
	),
	gatewayCase("silence-binary", "Binary messages are ignored, whatever they hold", (room) => {
		const bytes = new TextEncoder().encode('{"type":"chat","data":"x"}');
		return unheard(room, [bytes, new Uint8Array(), Uint8Array.of(0xff, 0, 1)]);
	}),
	gatewayCase(
		"silence-unknown-type",
		"A message of an unknown type, of none, or of one that is no text is ignored",
		(room) =>
			unheard(
				room,
				[
					{},
					{ data: 1 },
					{ type: "nope", data: 1 },
					{ type: "Chat", data: 1 },
					{ type: "", data: 1 },
					{ type: null },
					{ type: 5 },
					{ type: ["chat"] },
					{ type: { chat: 1 } },
				].map((message) => JSON.stringify(message)),
			),
	),
	gatewayCase(
		"silence-builtin-type",
		"A type named as something that languages keep for themselves is unknown like any other",
		(room) =>
			unheard(
				room,
				["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"].map((type) =>
					JSON.stringify({ type, data: { id: "x", answer: "y" } }),
				),
			),
	),
	gatewayCase(
		"silence-server-types",
		"A client that sends what only a gateway sends is ignored",
		(room) =>
			unheard(
				room,
				["error", "relay:chat", "users"].map((type) => JSON.stringify({ type, data: "x" })),
			),
	),
	gatewayCase("silence-ping", "A client's ping is not answered, whatever its data", (room) =>
		unheard(
			room,
			[undefined, null, 1_767_225_600_000, "x", {}].map((data) =>
				JSON.stringify({ type: "ping", data }),
			),
		),
	),
	gatewayCase(
		"silence-too-deep",
		"A message that nests deeper than the limit is ignored",
		async (room) => {
			const { maxDepth = 0 } = room.target;
			const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;
			const frames = [maxDepth + 1, maxDepth * 4, 10_000].map(
				(depth) => `{"type":"chat","data":${nested(depth)}}`,
			);
			await unheard(room, frames);
			const [a, b] = await room.another().enterAll(2);
			await a.saySettled(["subscribe", "chat"]);
			b.raw(`{"type":"chat","data":${nested(4)}}`);
			await a.expect(chatFrame([[[[]]]], b.suffix));
		},
		"maxDepth",
	),
	gatewayCase(
		"extra-keys",
		"Keys that nobody asked for, in any order, do not disturb a message",
		async (room) => {
			const [a, b] = await room.enterAll(2);
			await a.saySettled(["subscribe", "chat"]);
			b.raw('{ "id": 7, "data": "m", "__proto__": {"type": "close"},\n\t"type": "chat" }');
			await a.expect(chatFrame("m", b.suffix));
		},
	),
];
