import { inspect } from "node:util";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { testServer } from "../../testing/test-server.js";
import { LiveLamp } from "./testing/live-lamp.js";

const secret = "canary-5e1d-lamp";

test("the secret, and what was sent in its place, is in no log, metric, answer or close", async () => {
	const clock = new VirtualClock();
	const logged: string[] = [];
	const server = await testServer(
		{ cloud: { secret } },
		{
			clock,
			log: (...line) => {
				logged.push(JSON.stringify(line));
			},
		},
	);
	const url = server.endpoints.cloud;
	const known = await LiveLamp.known(url, secret);
	for (const text of [secret, `d:${secret}`, `[cc:${secret}]`, "ping"]) known.ws.send(text);
	expect(await known.take(1)).toEqual(["pong"]);
	for (const guess of [`${secret}!`, secret.toUpperCase(), "guess-canary", Buffer.from(secret)]) {
		const stranger = await LiveLamp.open(url);
		stranger.ws.send(guess);
		stranger.ws.on("close", (_, reason) => logged.push(reason.toString()));
		await stranger.closed();
		logged.push(...stranger.frames);
	}
	const silent = await LiveLamp.open(url);
	await clock.advance(10_000);
	await silent.closed();
	for (const path of [
		"/metrics",
		"/config",
		"/info",
		"/cloud",
		"/api/v0/cloud",
		"/api/v0/connections",
	])
		logged.push(await (await fetch(server.url + path)).text());
	logged.push((await server.call("PUT", "/cloud", { mode: "x" })).body?.toString() ?? "");
	logged.push(inspect(server, { depth: 10 }));
	await server.close();
	expect(logged.join("\n")).toContain("wrong-secret");
	expect(logged.filter((text) => /canary/i.test(text))).toEqual([]);
});
