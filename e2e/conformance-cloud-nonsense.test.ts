import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { integer, type Random, seededRandom } from "@gw-sim/core";
import { runConformance } from "@gw-sim/testkit";
import { cloudGatewayCases } from "@gw-sim/testkit/cloud";
import { systemClock as clock } from "@gw-sim/transport";
import { expect, onTestFinished, test } from "vitest";
import { secret } from "./support/cloud-secret.js";
import { overHttp } from "./support/cloud-targets.js";

/** What answers the key that bare connections send. */
const accepted = [
	"HTTP/1.1 101 Switching Protocols",
	"Upgrade: websocket",
	"Connection: Upgrade",
	"Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=",
	"\r\n",
].join("\r\n");

const maskedFrames = Buffer.from([0x81, 0x82, 1, 2, 3, 4, 110, 105, 0x8a, 0x80, 1, 2, 3, 4]);
const endlessFrame = Buffer.from([0x81, 127, 255, 255, 255, 255, 255, 255, 255, 255, 65]);

const noise = (random: Random): Buffer =>
	Buffer.from(Array.from({ length: 200 }, () => integer(random, 0, 255)));

/** Answers whatever comes with these bytes. */
async function answering(bytes: () => Buffer): Promise<number> {
	const server: Server = createServer((tcp) => {
		tcp.on("error", () => {});
		tcp.on("data", () => tcp.write(bytes()));
		onTestFinished(() => void tcp.destroy());
	});
	server.listen(0, "127.0.0.1");
	onTestFinished(() => void server.close());
	await once(server, "listening");
	const address = server.address();
	return typeof address === "object" && address !== null ? address.port : 0;
}

const random = seededRandom("nonsense");

test.each([
	["answers noise", () => noise(random)],
	["upgrades and sends noise", () => Buffer.concat([Buffer.from(accepted), noise(random)])],
	["masks its frames", () => Buffer.concat([Buffer.from(accepted), maskedFrames])],
	["sends a frame without end", () => Buffer.concat([Buffer.from(accepted), endlessFrame])],
])("something that %s fails every case that can be tried, and breaks none", async (_, bytes) => {
	const port = await answering(bytes);
	const nonsense = async () => ({ status: 200, body: "\u001b[2J{" });
	const target = {
		...overHttp(`ws://127.0.0.1:${port}/`, `http://127.0.0.1:${port}`),
		secret,
		clock,
		http: nonsense,
		control: nonsense,
		restart: async () => {},
		isDedicated: true,
		isDurable: true,
		handshakeTimeoutMs: 300,
		repeatMs: 100,
		heartbeatTimeoutMs: 600,
		pingIntervalMs: 100,
		maxPayloadBytes: 1000,
		waitMs: 100,
		quietMs: 10,
	};
	const results = await runConformance({ cases: cloudGatewayCases, target, clock });
	const others = results.filter(({ status }) => status !== "failed").map(({ id }) => id);
	expect(others).toEqual(["cloud/repeats-nothing-at-0", "cloud/no-heartbeat-asked"]);
	for (const result of results)
		expect("message" in result ? result.message : "").toMatch(/^(?!.*\p{Cc}).+$/u);
});
