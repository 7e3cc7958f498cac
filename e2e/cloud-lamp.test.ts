import { expect, test } from "vitest";
import {
	clientFrame,
	type ServerFrame,
	TcpClient,
	textFrame,
} from "../packages/server/src/testing/tcp-client.js";
import { type Served, serve } from "./support/serve.js";

const secret = "cloud-my-butt";
const ping = 0x89;
const close = 0x88;

/** What the firmware's library sends: no Origin, no subprotocol, and any path. */
const upgrade = (path: string): string =>
	`GET ${path} HTTP/1.1\r\nHost: cloud.local:6661\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
	"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n";

/** The port of its own that stands for the original's 6661. */
const dedicated = ({ listening }: Served): string =>
	(listening.dedicated as { cloud: string }).cloud;

const words = (frames: readonly ServerFrame[]): string[] =>
	frames.map(({ opcode, payload }) => `${opcode} ${payload}`);

/** A lamp as the original's firmware is one, from bare TCP up. */
class Firmware {
	readonly tcp: TcpClient;

	private constructor(tcp: TcpClient) {
		this.tcp = tcp;
	}

	static async connect(url: string, path = "/"): Promise<Firmware> {
		const tcp = await TcpClient.connect(url);
		await tcp.write(upgrade(path));
		expect(await tcp.answer()).toBe(101);
		return new Firmware(tcp);
	}

	/** Everything up to that many frames. */
	async heard(count: number): Promise<string[]> {
		await this.tcp.until(() => this.tcp.frames.length >= count);
		return words(this.tcp.frames);
	}
}

const post = async (base: string, body: object): Promise<string> => {
	const headers = { "content-type": "application/json", connection: "close" };
	const url = new URL("config", base.replace("ws:", "http:"));
	const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
	return `${response.status} ${await response.text()}`;
};

test("the firmware's day: it logs in, is shown what the page sets, pings, leaves and comes back", async () => {
	const served = await serve(["--dedicate", "cloud=0"]);
	const url = dedicated(served);
	expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/$/);
	expect(served.listening.endpoints).toMatchObject({
		cloud: `${served.url.replace("http:", "ws:")}/cloud`,
	});
	const lamp = await Firmware.connect(url, "/ws?whatever");
	await lamp.tcp.write(textFrame(secret));
	expect(await lamp.heard(2)).toEqual(["1 ok", "1 [cc:0:?:?]"]);

	expect(await post(url, { mode: 2, color: "255,162,174", pulse: 0 })).toBe("200 OK");
	expect(await post(url, { mode: 1 })).toBe("200 OK");
	expect((await lamp.heard(4)).slice(2)).toEqual(["1 [cc:2:255,162,174:0]", "1 [cc:1:3:9]"]);

	await lamp.tcp.write(
		textFrame("ping"),
		textFrame("d:free heap 180000"),
		clientFrame(ping, "cookie"),
	);
	expect((await lamp.heard(6)).slice(4).sort()).toEqual(["1 pong", "10 cookie"]);

	// A close without a code is the only one that the original understands.
	await lamp.tcp.write(clientFrame(close, ""));
	expect(await lamp.tcp.closed()).toBe(1005);
	expect(words(lamp.tcp.frames).at(-1)).toBe("8 ");

	const again = await Firmware.connect(url);
	await again.tcp.write(textFrame(secret));
	expect(await again.heard(2)).toEqual(["1 ok", "1 [cc:1:3:9]"]);
});

test("lamps beside each other, which the original could not have, and one that is cut", async () => {
	const served = await serve(["--dedicate", "cloud=0"]);
	const url = dedicated(served);
	const lamps = await Promise.all([1, 2, 3].map((i) => Firmware.connect(url, `/${i}`)));
	for (const { tcp } of lamps) await tcp.write(textFrame(secret));
	await Promise.all(lamps.map((lamp) => lamp.heard(2)));
	lamps[0]?.tcp.reset();
	await served.call("PUT", "/cloud", { mode: "weather", weather: 6, intensity: 2 });
	for (const lamp of lamps.slice(1)) expect((await lamp.heard(3))[2]).toBe("1 [cc:1:6:2]");
});

test("a lamp with another secret is sent away with 1008, as often as it tries", async () => {
	const served = await serve(["--dedicate", "cloud=0"]);
	for (let i = 0; i < 3; i++) {
		const lamp = await Firmware.connect(dedicated(served));
		await lamp.tcp.write(textFrame("canary-91d4"));
		expect(await lamp.tcp.closed()).toBe(1008);
		expect(words(lamp.tcp.frames)).toEqual(["8 \u0003\ufffd"]);
	}
	expect(served.process.stderr).toContain("wrong-secret");
	expect(served.process.stderr).not.toContain("canary");
});

test("SIGTERM tells lamps 1012 and ends with 0", async () => {
	const served = await serve(["--dedicate", "cloud=0"]);
	const known = await Firmware.connect(dedicated(served));
	await known.tcp.write(textFrame(secret));
	await known.heard(2);
	const stranger = await Firmware.connect(dedicated(served));
	served.process.child.kill("SIGTERM");
	expect(await Promise.all([known.tcp.closed(), stranger.tcp.closed()])).toEqual([1012, 1012]);
	expect(await served.process.exit()).toEqual({ code: 0, signal: null });
});
