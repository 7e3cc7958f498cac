import { expect, test } from "vitest";
import { RoomBench } from "../testing/room-bench.js";
import type { RoomsClient } from "./index.js";

test.each<[string, (client: RoomsClient) => void, unknown]>([
	["chat", (c) => c.chat("hi"), { type: "chat", data: "hi" }],
	["chat with null", (c) => c.chat(null), { type: "chat", data: null }],
	["chat without a message", (c) => c.chat(), { type: "chat" }],
	["vote", (c) => c.vote("lunch", "soup"), { type: "poll", data: { id: "lunch", answer: "soup" } }],
	["vote with numbers", (c) => c.vote(5, 1), { type: "poll", data: { id: 5, answer: 1 } }],
	[
		"voteEphemeral",
		(c) => c.voteEphemeral("mood", "good"),
		{ type: "ephemeralPoll", data: { id: "mood", answer: "good" } },
	],
	["count", (c) => c.count(), { type: "counter", data: { id: "default", value: 1 } }],
	["count one", (c) => c.count("a"), { type: "counter", data: { id: "a", value: 1 } }],
	[
		"count down",
		(c) => c.count("a", -15.14),
		{ type: "counter", data: { id: "a", value: -15.14 } },
	],
	[
		"count a text",
		(c) => c.count("a", "0.1"),
		{ type: "counter", data: { id: "a", value: "0.1" } },
	],
	[
		"count a bigint",
		(c) => c.count("a", 12345678901234567890n),
		{ type: "counter", data: { id: "a", value: "12345678901234567890" } },
	],
	["setConfig", (c) => c.setConfig("{}"), { type: "config", data: "{}" }],
	[
		"broadcast",
		(c) => c.broadcast({ type: "rain", data: null, to: "weather:tor" }),
		{ type: "broadcast", data: { type: "rain", data: null, to: "weather:tor" } },
	],
	["broadcast of nothing", (c) => c.broadcast({}), { type: "broadcast", data: {} }],
	["relay", (c) => c.relay("chat"), { type: "relay", data: "chat" }],
	["deleteRelay", (c) => c.deleteRelay("chat"), { type: "deleteRelay", data: "chat" }],
	["deleteRelay of all", (c) => c.deleteRelay(), { type: "deleteRelay" }],
	["requestClose", (c) => c.requestClose(), { type: "close" }],
	["send", (c) => c.send("wave", { hand: "left" }), { type: "wave", data: { hand: "left" } }],
])("%s goes out as documented", async (_name, call, frame) => {
	const { clock, server, client } = await RoomBench.online();
	call(client);
	await clock.advance(0);
	expect(server.received).toEqual([frame]);
});

test("off line nothing is sent, and the caller is told", () => {
	const { client } = new RoomBench();
	expect(() => client.chat("hi")).toThrow(
		expect.objectContaining({ name: "ClosedError", code: "not-online" }),
	);
});

test("what a server would ignore is refused at once", async () => {
	const { server, client } = await RoomBench.online();
	const cycle: { self?: unknown } = {};
	cycle.self = cycle;
	for (const call of [
		() => client.count("a", Number.NaN),
		() => client.count("a", "many"),
		() => client.count("a", " "),
		() => client.count("a", Number.POSITIVE_INFINITY),
		() => client.vote(Number.NaN, "a"),
		() => client.relay(""),
		() => client.chat(cycle as never),
	])
		expect(call).toThrow(expect.objectContaining({ name: "UsageError" }));
	await expect(client.login(cycle as never)).rejects.toMatchObject({ name: "UsageError" });
	expect(server.received).toEqual([]);
});
