import { expect, test } from "vitest";
import { TcpClient, upgradeRequest } from "./testing/tcp-client.js";
import { testServer } from "./testing/test-server.js";

const handshakeTimeoutMs = 500;
/** Node looks for late ones once a second, or oftener for a shorter timeout. */
const slackMs = 2000;

/** Writes a byte whenever the one before it has gone, every 20 ms. */
function drip(client: TcpClient, bytes: string): void {
	let at = 0;
	const timer = setInterval(() => client.tcp.write(bytes.charAt(at++ % bytes.length)), 20);
	client.tcp.on("close", () => clearInterval(timer));
}

test.each([
	["that stay silent", () => {}],
	[
		"that send half a head",
		(client: TcpClient) => void client.write(upgradeRequest().slice(0, 60)),
	],
	[
		"that send a head byte by byte for ever",
		(client: TcpClient) => {
			void client.write("GET /socket/websocket HTTP/1.1\r\nx-slow: ");
			drip(client, "slow ");
		},
	],
	[
		"that never finish a body",
		(client: TcpClient) => {
			void client.write(
				"POST /api/v0/devices/pair HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n{",
			);
			drip(client, " ");
		},
	],
])(
	"200 connections %s are gone after handshakeTimeoutMs, and the port serves meanwhile",
	async (_, begin) => {
		const server = await testServer({ limits: { handshakeTimeoutMs } });
		const startedAt = performance.now();
		const clients = await Promise.all(
			Array.from({ length: 200 }, () => TcpClient.connect(server.url)),
		);
		for (const client of clients) begin(client);
		const ends = clients.map((client) => client.closed());
		let served = 0;
		let areOpen = true;
		const all = Promise.all(ends).then(() => {
			areOpen = false;
		});
		while (areOpen) {
			const client = await server.lock();
			client.send([null, "1", "phoenix", "heartbeat", {}]);
			expect(await client.next()).toMatchObject([null, "1", "phoenix", "phx_reply", {}]);
			client.close();
			served++;
		}
		await all;
		expect(performance.now() - startedAt).toBeLessThan(handshakeTimeoutMs + slackMs);
		expect(served).toBeGreaterThan(10);
	},
);
