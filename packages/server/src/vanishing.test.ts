import { integer, seededRandom } from "@gw-sim/core";
import { expect, test, vi } from "vitest";
import { clientFrame, TcpClient, textFrame, upgradeRequest } from "./testing/tcp-client.js";
import { testServer } from "./testing/test-server.js";

const conversation = Buffer.concat([
	Buffer.from(upgradeRequest()),
	textFrame(["1", "1", "lock:x", "phx_join", {}]),
	clientFrame(0x89, "ping"),
	textFrame(["1", "2", "lock:x", "event", { access: true, more: "x".repeat(200) }]),
	clientFrame(0x01, '["1","3","lo'),
	clientFrame(0x80, 'ck:x","reset",{}]'),
	clientFrame(0x88, new Uint8Array([3, 232])),
]);

test("clients that vanish at any byte of a conversation, politely or not, leave nothing behind", async () => {
	const server = await testServer();
	const bystander = await server.lock();
	bystander.send(["1", "1", "lock:x", "phx_join", {}]);
	await bystander.next();
	const random = seededRandom("vanishing");
	const vanish = async (end: number): Promise<void> => {
		const client = await TcpClient.connect(server.url, { reads: random() < 0.5 });
		// Either in one piece or in two, so that the server has begun to work on the first.
		const cut = random() < 0.5 ? end : integer(random, 0, end);
		await client.write(conversation.subarray(0, cut));
		if (random() < 0.5) await server.metric("up");
		await client.write(conversation.subarray(cut, end));
		if (random() < 0.5) client.reset();
		else client.tcp.destroy();
	};
	for (let end = 0; end <= conversation.length; end += 16)
		await Promise.all(
			Array.from({ length: Math.min(16, conversation.length - end + 1) }, (_, i) =>
				vanish(end + i),
			),
		);
	await vi.waitFor(
		async () => {
			expect(await server.metric('gw_sim_connections{protocol="lock"}')).toBe(1);
		},
		{ timeout: 5000 },
	);
	expect(
		(await server.call("POST", "/devices/pair", { lock: "x", name: "Key", type: "tag" })).body,
	).toMatchObject({ delivered: 1 });
	expect(await bystander.next()).toMatchObject([null, null, "lock:x", "mode:pair", {}]);
});
