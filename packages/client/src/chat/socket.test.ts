import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { event, welcome, xFuney } from "../testing/raw-gateway.js";
import { ChatClient } from "./index.js";

const servers: WebSocketServer[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

async function gateway(): Promise<string> {
	const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
	servers.push(server);
	const answer = welcome();
	server.on("connection", (ws) => {
		ws.send('{"f":100,"cnf":{"hb_int":20000}}');
		ws.on("message", (data) => {
			const text = String(data);
			for (const reply of answer(text)) ws.send(reply);
			if (!text.startsWith('{"f":130')) return;
			const [content] = /(?<="content":).*(?=})/.exec(text.slice(0, -1)) ?? [];
			ws.send(event("MESSAGE_CREATE", `{"user":${xFuney},"content":${content},"messageID":12}`, 1));
		});
	});
	await once(server, "listening");
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("no port");
	return `ws://127.0.0.1:${address.port}/chat`;
}

test("a client talks to a gateway over a real socket", async () => {
	await using chat = new ChatClient({ url: await gateway(), token: "t" });
	const heard = new Promise((resolve) => chat.on("message", resolve));
	expect(await chat.connect()).toMatchObject({ sessionId: "9683494578353", resumed: false });
	chat.send("Hello", { nonce: 9835823582359235235n });
	expect(await heard).toMatchObject({
		user: { id: "6982582592583503353" },
		nonce: "9835823582359235235",
		messageId: "12",
	});
});

test("a connection that is refused says how to mend it", async () => {
	const url = await gateway();
	for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
	await using chat = new ChatClient({ url, token: "t", maxRetries: 0 });
	const problems: string[] = [];
	chat.on("problem", ({ message }) => problems.push(message));
	await expect(chat.connect()).rejects.toMatchObject({ code: "gave-up" });
	expect(problems[0]).toMatch(/^cannot reach ws:.*; start a chat gateway with "gw-sim serve"/);
});
