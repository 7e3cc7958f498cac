import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { event, RawGateway, xFuney } from "../testing/raw-gateway.js";
import { ChatClient, type ChatClientEvents } from "./index.js";

async function online(): Promise<{
	clock: VirtualClock;
	gateway: RawGateway;
	client: ChatClient;
	heard: unknown[][];
}> {
	const clock = new VirtualClock();
	const gateway = new RawGateway(clock);
	const client = new ChatClient({
		url: "ws://gateway/chat",
		token: "t",
		clock,
		random: () => 0.5,
		dial: gateway.dial,
	});
	const names: readonly (keyof ChatClientEvents)[] = [
		"message",
		"messageDeleted",
		"typing",
		"userJoined",
		"userLeft",
		"roomCreated",
		"roomMoved",
		"serverMessage",
		"gatewayDown",
		"event",
		"refused",
		"problem",
	];
	const heard: unknown[][] = [];
	for (const name of names) client.on(name, (value) => heard.push([name, value]));
	void client.connect();
	await clock.advance(0);
	gateway.received.length = gateway.receivedAt.length = 0;
	return { clock, gateway, client, heard };
}

const user = {
	id: "6982582592583503353",
	name: "xFuney",
	uuid: "ccad",
	admin: false,
	bio: "Toast.",
};
const rawRoom = `{"id":935235823592358235,"name":"den","description":"","visibility":true,"creator":${xFuney}}`;
const room = {
	id: "935235823592358235",
	name: "den",
	description: "",
	visibility: true,
	creator: user,
};

test("what is sent reaches the wire to the letter, every digit of it", async () => {
	const { clock, gateway, client } = await online();
	client.send("Hello", { nonce: 9835823582359235235n });
	client.send("Hello", { nonce: 7 });
	client.send("Hello", { nonce: "9835823582359235235" });
	client.send("Hello");
	client.deleteMessage("10615104001061510400");
	client.startTyping();
	client.createRoom({ name: "den" });
	client.createRoom({ name: "den", description: "quiet", visibility: false });
	client.moveTo("935235823592358235");
	client.leaveRoom();
	client.ban("6982582592583503354", "spam");
	client.ban("77");
	await clock.advance(0);
	const body = (name: string, cnf: string): string =>
		`{"f":130,"e":"${name}","t":"${name}","cnf":${cnf}}`;
	expect(gateway.received).toEqual([
		body("MESSAGE_CREATE", '{"content":"Hello","nonce":9835823582359235235}'),
		body("MESSAGE_CREATE", '{"content":"Hello","nonce":7}'),
		body("MESSAGE_CREATE", '{"content":"Hello","nonce":"9835823582359235235"}'),
		body("MESSAGE_CREATE", '{"content":"Hello"}'),
		body("MESSAGE_DELETE", '{"messageID":10615104001061510400}'),
		body("START_TYPING", "{}"),
		body("CHANNEL_ADD", '{"name":"den","description":"","visibility":true}'),
		body("CHANNEL_ADD", '{"name":"den","description":"quiet","visibility":false}'),
		body("CHANNEL_MOVE", '{"roomID":935235823592358235}'),
		body("ROOM_USER_REMOVE", "{}"),
		body("SYSTEM_BAN_ADD", '{"userID":6982582592583503354,"reason":"spam"}'),
		body("SYSTEM_BAN_ADD", '{"userID":77}'),
	]);
});

test("what comes is told under its name, every digit of it", async () => {
	const { clock, gateway, client, heard } = await online();
	const message = `{"user":${xFuney},"content":"Hello","messageID":12,"nonce":9835823582359235235}`;
	gateway.send(
		event("MESSAGE_CREATE", message, 1),
		event("MESSAGE_CREATE", `{"user":${xFuney},"content":"plain"}`, 2),
		event("MESSAGE_DELETE", '{"messageID":12}', 3),
		event("START_TYPING", `{"user":${xFuney}}`, 4),
		event("ROOM_USER_ADD", `{"user":${xFuney}}`, 5),
		event("ROOM_USER_REMOVE", `{"user":${xFuney}}`, 6),
		event("CHANNEL_ADD", `{"room":${rawRoom}}`, 7),
		event("CHANNEL_MOVE", `{"room":${rawRoom}}`, 8),
		event("SERVER_MESSAGE", '{"content":"tea"}', 9),
		event("TEA_TIME", '{"id":6982582592583503354}', 10),
		'{"f":150,"cnf":{"c":3,"d":false}}',
		event("GATEWAY_DOWN", "{}", 11),
	);
	await clock.advance(0);
	expect(heard).toEqual([
		["message", { user, content: "Hello", messageId: "12", nonce: "9835823582359235235" }],
		["message", { user, content: "plain", messageId: null, nonce: null }],
		["messageDeleted", { messageId: "12" }],
		["typing", user],
		["userJoined", user],
		["userLeft", user],
		["roomCreated", room],
		["roomMoved", room],
		["serverMessage", { content: "tea" }],
		["event", { name: "TEA_TIME", cnf: '{"id":6982582592583503354}' }],
		["refused", { code: 3, meaning: "the room is not in the database" }],
		["gatewayDown", null],
	]);
	expect(client.room).toBe("935235823592358235");
});

test("what is sent acknowledges what was heard", async () => {
	const { clock, gateway, client } = await online();
	gateway.send(event("SERVER_MESSAGE", '{"content":"tea"}', 21));
	await clock.advance(0);
	client.startTyping();
	await clock.advance(0);
	expect(JSON.parse(gateway.received[0] ?? "").s).toBe(21);
});

test("what may not be sent is refused before it is", async () => {
	const { clock, gateway, client } = await online();
	const usage = (call: () => void, code = "bad-usage"): void => {
		expect(call).toThrow(expect.objectContaining({ name: "UsageError", code }));
	};
	usage(() => client.send(" \n"));
	usage(() => client.send("x", { nonce: -1 }));
	usage(() => client.send("x", { nonce: "one" }));
	usage(() => client.send("x", { nonce: 2 ** 53 }));
	usage(() => client.send("x", { nonce: 1.5 }));
	usage(() => client.send("x", { nonce: 10n ** 20n }));
	usage(() => client.createRoom({ name: "" }));
	usage(() => client.moveTo("general"));
	usage(() => client.ban("-1"));
	usage(() => client.deleteMessage("007"));
	usage(() => client.deleteMessage(7 as never));
	const overhead = JSON.stringify({
		f: 130,
		e: "MESSAGE_CREATE",
		t: "MESSAGE_CREATE",
		cnf: { content: "" },
	}).length;
	usage(() => client.send("é".repeat((4096 - overhead) / 2 + 1)), "too-large");
	client.send("x".repeat(4096 - overhead));
	await clock.advance(0);
	expect(gateway.received.map((text) => text.length)).toEqual([4096]);
});

test("nothing can be sent while the client is not on line, or about to be closed", async () => {
	const { clock, gateway, client } = await online();
	const notOnline = expect.objectContaining({ name: "ClosedError", code: "not-online" });
	gateway.send('{"f":150,"cnf":{"c":4003,"d":true}}');
	await clock.advance(0);
	expect(client.link).toBe("online");
	expect(() => client.send("x")).toThrow(notOnline);
	client.drop();
	expect(() => client.startTyping()).toThrow(notOnline);
	const gone = client.disconnect();
	await clock.advance(0);
	await gone;
	expect(() => client.leaveRoom()).toThrow(notOnline);
});

test("recorders are shown every frame, and a listener that throws stops nothing", async () => {
	const { clock, gateway, client, heard } = await online();
	const frames: unknown[] = [];
	client.on("frame", ({ direction, frame }) => frames.push([direction, frame]));
	client.on("typing", () => {
		throw new Error("oh\u001b[2J");
	});
	gateway.send(event("START_TYPING", `{"user":${xFuney}}`, 1), "not JSON");
	await clock.advance(0);
	client.startTyping();
	expect(frames.map((frame) => String(frame).slice(0, 12))).toEqual([
		'in,{"f":130,',
		"in,not JSON",
		'out,{"f":130',
	]);
	expect(heard.filter(([name]) => name === "problem").map(([, value]) => value)).toEqual([
		{ code: "listener", message: 'a listener for "typing" threw: oh\\u001b[2J' },
		{
			code: "bad-frame",
			message:
				"malformed chat payload: not a JSON object; ignored, check that this is a chat gateway",
		},
	]);
});
