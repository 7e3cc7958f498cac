import { once } from "node:events";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { report } from "../packages/server/src/gateways/cloud/testing/fake-sky.js";
import { gwSim, type Process } from "./support/process.js";
import { serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

const key = "canary-3b0c-owm";

interface Sky {
	readonly baseUrl: string;
	/** The keys that it was asked with. */
	readonly keys: (string | null)[];
}

async function localSky(): Promise<Sky> {
	const keys: (string | null)[] = [];
	const server = createServer((request, response) => {
		const given = new URL(request.url ?? "", "http://sky").searchParams.get("appid");
		keys.push(given);
		if (given === key) response.end(report({ id: 601 }));
		else response.writeHead(401).end(`no such key: ${given}`);
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys };
}

async function configFile(weather: object, folder?: string): Promise<string> {
	const file = join(folder ?? (await tempFolder()), "hub.json");
	const all = { provider: "openweathermap", city: 2661552, ...weather };
	await writeFile(file, JSON.stringify({ cloud: { weather: all } }), { mode: 0o600 });
	return file;
}

/** The server's answer once it has looked at the weather. */
async function weatherOf(url: string): Promise<unknown> {
	return vi.waitFor(async () => {
		const { weather } = (await (await fetch(`${url}/config`)).json()) as { weather: object };
		expect(weather).not.toEqual({ weather: 3, intensity: 9 });
		return weather;
	});
}

test("the key comes from a file beside the configuration, which others should not read", async () => {
	const sky = await localSky();
	const folder = await tempFolder();
	await mkdir(join(folder, "keys"));
	await writeFile(join(folder, "keys", "owm"), `${key}\n`);
	await chmod(join(folder, "keys", "owm"), 0o644);
	const config = await configFile({ baseUrl: sky.baseUrl, apiKeyFile: "keys/owm" }, folder);
	const served = await serve(["--config", config]);
	expect(await weatherOf(served.url)).toEqual({ weather: 7, intensity: 5 });
	expect(served.process.stderr).toContain(`chmod 600 ${join(folder, "keys", "owm")}`);
	expect(served.process.stderr).not.toContain("canary");
	expect(await readFile(`/proc/${served.process.pid}/cmdline`, "utf8")).not.toContain("canary");
});

function serveWith(env: Record<string, string>, config: string): Process {
	return gwSim(["serve", "--json", "--port", "0", "--config", config], env);
}

test("else from the environment", async () => {
	const sky = await localSky();
	const config = await configFile({ baseUrl: sky.baseUrl });
	const program = serveWith({ OPENWEATHERMAP_API_KEY: key }, config);
	const { url } = await program.event({ event: "listening" });
	expect(await weatherOf(String(url))).toEqual({ weather: 7, intensity: 5 });
	program.child.kill("SIGTERM");
	expect((await program.exit()).code).toBe(0);
	expect(program.stderr).not.toContain("canary");
});

test("a key that is refused is told in one line without it, and the lamps go on", async () => {
	const sky = await localSky();
	const config = await configFile({ baseUrl: sky.baseUrl });
	const program = serveWith({ OPENWEATHERMAP_API_KEY: "canary-old" }, config);
	const { url } = await program.event({ event: "listening" });
	await vi.waitFor(() => expect(program.stderr).toContain("weather-failed"), 10_000);
	expect(program.stderr).toContain("refuses the API key");
	expect(program.stderr).not.toContain("canary");
	expect(await (await fetch(`${url}/metrics`)).text()).toContain("\ngw_sim_weather_ok 0\n");
	expect((await fetch(`${url}/config`)).status).toBe(200);
});

test.each([
	["no key", {}, "", /^gw-sim: cloud\.weather: openweathermap needs an API key/],
	["no file", { apiKeyFile: "nowhere" }, key, /cloud\.weather\.apiKeyFile: cannot read .*nowhere/],
	["no city", { city: null }, key, /cloud\.weather: needs city/],
	["a key in the configuration", { apiKey: key }, "", /unknown key cloud\.weather/],
])("%s is one line, exit code 2", async (_, weather, env, line) => {
	const program = serveWith({ OPENWEATHERMAP_API_KEY: env }, await configFile(weather));
	expect((await program.exit()).code).toBe(2);
	expect(program.stderr).toMatch(line);
	expect(program.stderr.trimEnd().split("\n")).toHaveLength(1);
	expect(program.stderr).not.toContain("canary");
	expect(program.lines).toEqual([]);
});

test("a port in use ends it at once, whatever it was about to ask", async () => {
	const sky = await localSky();
	const config = await configFile({ baseUrl: sky.baseUrl });
	const first = await serve();
	const args = ["serve", "--port", String(first.port), "--config", config];
	const program = gwSim(args, { OPENWEATHERMAP_API_KEY: key });
	expect((await program.exit()).code).toBe(2);
	expect(program.stderr).toMatch(/in use/);
});
