import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { RawClient } from "../packages/server/src/testing/raw-client.js";
import { TcpClient, textFrame, upgradeRequest } from "../packages/server/src/testing/tcp-client.js";
import { HostileTarget } from "./support/hostile-target.js";
import { gwSim } from "./support/process.js";
import { tempFolder } from "./support/temp-folder.js";

/** What moves a terminal's cursor, speaks to it, forges a line, or hides and turns text round. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const hostileTexts = [
	"\u001b[2J\u001b[1;1H",
	"\u001b]52;c;cm0gLXJmIC8=\u0007",
	"\u001b]0;title\u001b\\",
	"\u001bP+q544e\u001b\\",
	'\r\n{"level":"error","event":"forged"}\r\n',
	"\b\b\b\u007f",
	"\u009b31m\u009d52;c;aGk=\u009c",
	"\u202etxt.exe\u2066",
	"\u200b\u200d\ufeff",
	"\u2028\u2029",
	"\0",
];

test("20,000 bad messages and connections write few lines, all of them JSON and fit to be shown", async () => {
	const target = await HostileTarget.start();
	const startedAt = performance.now();

	const crash = (topic: string, i: number) => [
		textFrame([`${i}`, "1", topic, "phx_join", {}]),
		textFrame([`${i}`, "2", topic, `nonsense ${topic}`, {}]),
	];
	for (const [i, text] of hostileTexts.entries()) {
		// Each from an address of its own, so that none of these lines is left out.
		const client = await TcpClient.connect(target.url, { from: `127.0.1.${i + 1}` });
		await client.write(upgradeRequest(), ...crash(`lock:${text}`, i));
		await client.frame((frame) => frame.includes("phx_error"));
	}
	const refused = await TcpClient.connect(target.url, { from: "127.0.2.1" });
	const c1 = Buffer.from("\u009b31m\u0085", "latin1");
	await refused.write(
		"GET /nope",
		c1,
		" HTTP/1.1\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
	);
	await refused.closed();

	const flooder = await RawClient.open(target.lock);
	for (let i = 0; i < 15_000; i++)
		flooder.send(
			[`${i}`, "1", "lock:flood", "phx_join", {}],
			[`${i}`, "2", "lock:flood", "\u001b[31m", {}],
		);
	await flooder.drain();
	const bad = async (i: number): Promise<void> => {
		const client = await TcpClient.connect(target.url);
		await client.write(
			upgradeRequest(i % 2 === 0 ? {} : { origin: "http://evil.example" }),
			textFrame("{"),
		);
		await client.closed();
	};
	for (let i = 0; i < 5000; i += 50)
		await Promise.all(Array.from({ length: 50 }, (_, lane) => bad(i + lane)));

	const seconds = (performance.now() - startedAt) / 1000;
	flooder.close();
	const { stderr } = target.process;
	const { code, log } = await target.stop();
	expect(code).toBe(0);
	console.log(
		`20,000 bad messages and connections in ${seconds.toFixed(1)} s: ` +
			`${log.length} lines, ${stderr.length} characters of log`,
	);
	expect(stderr.length).toBeLessThan(64 * 1024);
	expect(log.length).toBeLessThan(120 + 2 * seconds);
	for (const line of target.process.stderr.split("\n")) expect(line).not.toMatch(unsafe);
	const crashed = log.filter(({ event }) => event === "channel-crashed");
	expect(crashed.length).toBeGreaterThan(hostileTexts.length);
	expect(log.filter(({ event }) => event === "forged")).toEqual([]);
	expect(log.some(({ suppressed }) => Number(suppressed) > 1000)).toBe(true);
});

describe("secrets", () => {
	const canaries = {
		hub: "canary-5f0c-hub",
		admin: "canary-91be-admin",
		wrong: "canary-77aa-wrong",
	};

	test("used right and wrong they appear in no output, answer or command line", async () => {
		const config = join(await tempFolder(), "config.json");
		const secrets = { lock: { authToken: canaries.hub }, admin: { token: canaries.admin } };
		await writeFile(config, JSON.stringify(secrets), { mode: 0o644 });
		const target = await HostileTarget.start(config);
		const answers: string[] = [];

		const http = async (path: string, init: RequestInit = {}): Promise<number> => {
			const response = await fetch(target.url + path, init);
			answers.push(JSON.stringify([...response.headers]), await response.text());
			return response.status;
		};
		const bearer = (token: string): RequestInit => ({
			headers: { authorization: `Bearer ${token}` },
		});
		expect(await http("/api/v0/locks", bearer(canaries.admin))).toBe(200);
		expect(await http("/api/v0/locks", bearer(canaries.wrong))).toBe(401);
		expect(await http("/api/v0/locks", bearer(canaries.hub))).toBe(401);
		expect(await http(`/api/v0/locks?token=${canaries.admin}`)).toBe(401);
		expect(await http(`/api/v0/nope?token=${canaries.admin}`, bearer(canaries.admin))).toBe(404);
		expect(
			await http("/api/v0/devices/pair", {
				method: "POST",
				headers: { authorization: `Bearer ${canaries.admin}`, "content-type": "application/json" },
				body: JSON.stringify({ token: canaries.admin }),
			}),
		).toBe(400);
		expect(await http(`/nope?token=${canaries.hub}`)).toBe(404);
		for (const path of ["/healthz", "/metrics", "/socket/websocket"]) await http(path);

		const connect = async (query: string, offers: string[] = []): Promise<number> => {
			const client = await TcpClient.connect(target.url);
			const subprotocols = offers.length === 0 ? null : offers.join(", ");
			const request = upgradeRequest({ "sec-websocket-protocol": subprotocols }, query);
			await client.write(request, textFrame(["1", "1", "lock:x", "phx_join", {}]));
			if ((await client.answer()) === 101) {
				await client.frame((text) => text.includes("phx_reply"));
				await client.write(textFrame("{"));
			}
			answers.push(
				`${await client.closed()}`,
				...client.frames.map(({ payload }) => payload.toString()),
			);
			return client.status;
		};
		const offer = (token: string) => [
			"phoenix",
			`base64url.bearer.phx.${Buffer.from(token).toString("base64url")}`,
		];
		expect(await connect("name=a&vsn=2.0.0", offer(canaries.hub))).toBe(101);
		expect(await connect(`name=a&vsn=2.0.0&token=${canaries.hub}`)).toBe(101);
		expect(await connect("name=a&vsn=2.0.0", offer(canaries.wrong))).toBe(403);
		expect(await connect(`name=a&vsn=2.0.0&token=${canaries.wrong}`)).toBe(403);
		expect(await connect(`name=a&vsn=9&token=${canaries.hub}`)).toBe(403);
		expect(await connect("name=a&vsn=2.0.0")).toBe(403);

		const commandLine = await readFile(`/proc/${target.process.pid}/cmdline`, "utf8").catch(
			() => "",
		);
		const { code } = await target.stop();
		expect(code).toBe(0);
		const { lines, stderr } = target.process;
		expect(stderr).toContain("chmod 600");
		for (const text of [...answers, ...lines, stderr, commandLine])
			for (const token of Object.values(canaries)) {
				expect(text).not.toContain(token);
				expect(text).not.toContain(Buffer.from(token).toString("base64url"));
			}
	});

	test.each([
		["config.yaml", "lock: { authToken: 8675309 }\n"],
		["config.yaml", "admin: { token: [canary-5f0c-hub] }\n"],
		["config.json", '{ "admin": { "token": { "canary-5f0c-hub": 8675309 } } }'],
	])("%s with a secret of the wrong type is refused without it: %s", async (name, text) => {
		const config = join(await tempFolder(), name);
		await writeFile(config, text, { mode: 0o600 });
		const process = gwSim(["serve", "--json", "--port", "0", "--config", config]);
		expect((await process.exit()).code).toBe(2);
		expect(process.stderr).toMatch(/(authToken|token): needs a text/);
		expect(process.stderr).not.toMatch(/canary|8675309/);
	});
});
