import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { VirtualClock } from "@gw-sim/transport";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { expect, onTestFinished, test, vi } from "vitest";
import { type TestServer, testServer } from "../../testing/test-server.js";
import { report } from "./testing/fake-sky.js";

const key = "canary-0a7c&+ /owm";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

interface Sky {
	readonly baseUrl: string;
	/** Paths that were asked for, with their queries. */
	readonly asked: string[];
	answer: Answer;
}

/** A provider on a port of its own. */
async function localSky(answer: Answer): Promise<Sky> {
	const server = createServer((request, response) => {
		sky.asked.push(request.url ?? "");
		sky.answer(request, response);
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const { port } = server.address() as AddressInfo;
	const sky: Sky = { baseUrl: `http://127.0.0.1:${port}/data/2.5`, asked: [], answer };
	return sky;
}

interface Watching {
	readonly server: TestServer;
	readonly clock: VirtualClock;
	readonly logged: string[];
}

async function watching(weather: object): Promise<Watching> {
	const clock = new VirtualClock();
	const logged: string[] = [];
	const server = await testServer(
		{ cloud: { weather: { provider: "openweathermap", city: 2661552, ...weather } } },
		{
			clock,
			weatherApiKey: key,
			log: (...line) => {
				logged.push(JSON.stringify(line));
			},
		},
	);
	return { server, clock, logged };
}

const looks = ({ server }: Watching, result: "ok" | "failed", count: number): Promise<void> =>
	vi.waitFor(
		async () =>
			expect(await server.metric(`gw_sim_weather_looks_total{result="${result}"}`)).toBe(count),
		{ timeout: 5000 },
	);

/** Where it could be seen, the key is in no form. */
async function expectSecret({ server, logged }: Watching): Promise<void> {
	const seen = [
		...logged,
		await (await fetch(`${server.url}/metrics`)).text(),
		await (await fetch(`${server.url}/config`)).text(),
	];
	expect(seen.filter((text) => text.includes("canary"))).toEqual([]);
}

test("a report that comes over HTTP is shown in mode 1", async () => {
	const sky = await localSky((_, response) => {
		response.end(report({ id: 601 }));
	});
	const seen = await watching({ baseUrl: sky.baseUrl });
	await looks(seen, "ok", 1);
	expect(sky.asked).toEqual(["/data/2.5/weather?id=2661552&appid=canary-0a7c%26%2B+%2Fowm"]);
	const headers = { "content-type": "application/json" };
	await fetch(`${seen.server.url}/config`, { method: "POST", headers, body: '{"mode":1}' });
	expect((await seen.server.call("GET", "/cloud")).body).toEqual({
		mode: "weather",
		weather: 7,
		intensity: 5,
	});
	sky.answer = (_, response) => {
		response.end(report({ id: 502 }));
	};
	await seen.clock.advance(600_000);
	await looks(seen, "ok", 2);
	expect((await seen.server.call("GET", "/cloud")).body).toMatchObject({ weather: 5 });
	await expectSecret(seen);
});

const failures: readonly (readonly [what: string, answer: Answer, why: RegExp])[] = [
	["a cut before the head", (request) => void request.socket.destroy(), /reached/],
	[
		"a cut within the body",
		(request, response) => {
			response.writeHead(200, { "content-length": 1000 });
			response.write('{"weather":', () => request.socket.destroy());
		},
		/reached/,
	],
	[
		"a redirect, which is not followed",
		(request, response) => {
			response.writeHead(302, { location: `http://${request.headers.host}/elsewhere` }).end();
		},
		/HTTP 302/,
	],
	[
		"more than it may be",
		(_, response) => {
			response.end("x".repeat(10_000_000));
		},
		/more than 65536 bytes/,
	],
	[
		"the question itself",
		(request, response) => {
			response.writeHead(401).end(request.url);
		},
		/HTTP 401/,
	],
];

test.each(failures)("%s is a failed look, which tells no key", async (_, answer, why) => {
	const sky = await localSky(answer);
	const seen = await watching({ baseUrl: sky.baseUrl });
	await looks(seen, "failed", 1);
	expect(seen.logged.join()).toMatch(why);
	expect(sky.asked).toHaveLength(1);
	expect(await seen.server.metric("gw_sim_weather_ok")).toBe(0);
	await expectSecret(seen);
});

test("a provider that never answers is given up after 10 s, and its connection ended", async () => {
	const gone = vi.fn();
	const sky = await localSky((request) => {
		request.socket.on("close", gone);
	});
	const seen = await watching({ baseUrl: sky.baseUrl });
	await vi.waitFor(() => expect(sky.asked).toHaveLength(1), 10_000);
	await seen.clock.advance(10_000);
	await looks(seen, "failed", 1);
	expect(seen.logged.join()).toMatch(/no answer in time/);
	await vi.waitFor(() => expect(gone).toHaveBeenCalled(), 10_000);
});

test("nobody at the other end is a failed look", async () => {
	const seen = await watching({ baseUrl: "http://127.0.0.1:1/data/2.5" });
	await looks(seen, "failed", 1);
	expect(seen.logged.join()).toMatch(/cannot be reached/);
	await expectSecret(seen);
});

test("without baseUrl it is the public address that is asked, over TLS", async () => {
	const asked: string[] = [];
	const internet = setupServer(
		http.get("https://api.openweathermap.org/data/2.5/weather", ({ request }) => {
			asked.push(request.url);
			return HttpResponse.text(report({ id: 804, clouds: 75 }));
		}),
	);
	internet.listen({ onUnhandledRequest: "bypass" });
	onTestFinished(() => internet.close());
	const seen = await watching({});
	await looks(seen, "ok", 1);
	const [url = ""] = asked;
	expect(Object.fromEntries(new URL(url).searchParams)).toEqual({ id: "2661552", appid: key });
	expect(await (await fetch(`${seen.server.url}/config`)).json()).toMatchObject({
		weather: { weather: 4, intensity: 8 },
	});
});
