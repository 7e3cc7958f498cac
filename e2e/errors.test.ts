import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { gwSim } from "./support/process.js";
import { serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

/** Exit code, and standard error without its last line end. */
async function run(
	...args: string[]
): Promise<{ code: number | null; stderr: string; out: string }> {
	const program = gwSim(args);
	const { code } = await program.exit();
	return { code, stderr: program.stderr.trimEnd(), out: program.lines.join("\n") };
}

async function listening<T extends Server>(server: T): Promise<number> {
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	onTestFinished(() => {
		server.close();
	});
	return (server.address() as AddressInfo).port;
}

test.each([
	[["serve", "--prot", "1"], /^gw-sim: unknown option '--prot' \(did you mean --port\?\)$/],
	[["srve"], /^gw-sim: unknown command 'srve' \(did you mean serve\?\)$/],
	[["frobnicate"], /^gw-sim: unknown command 'frobnicate'; --help lists/],
	[["serve", "--port", "70000"], /needs a number from 0 to 65535/],
	[["serve", "--port"], /argument missing/],
	[["serve", "--dedicate", "fridge=1"], /PROTOCOL=PORT/],
	[["serve", "--dedicate", "lock=x"], /PROTOCOL=PORT/],
	[["serve", "--config", "/no/such.yaml"], /cannot read \/no\/such.yaml: there is no such file/],
	[["serve", "--host", "192.0.2.1", "--port", "0"], /no address of this machine/],
	[["serve", "--data", "/proc/nope", "--port", "0"], /\/proc\/nope/],
	[["serve", "extra"], /too many arguments/],
	[["lock", "--url", "http://127.0.0.1:1/"], /ws:/],
	[["lock", "--url", "127.0.0.1:4000"], /ws:/],
	[["lock", "--vsn", "3.0.0"], /2\.0\.0/],
	[["lock", "--serial", ""], /serial/],
	[["lock", "--hold-ms", "soon"], /whole number/],
	[["lock", "--tag", "nope"], /--tag.*hex/],
	[["lock", "--token-file", "/no/such"], /--token-file: cannot read/],
	[["lock", "--record", "/no/such/file"], /--record: cannot write/],
])("gw-sim %j: one line, exit code 2", async (args, line) => {
	const { code, stderr, out } = await run(...args);
	expect(stderr).toMatch(line);
	expect(stderr.split("\n")).toHaveLength(1);
	expect({ code, out }).toEqual({ code: 2, out: "" });
});

test.runIf(existsSync("/dev/full"))(
	"a recording that cannot go on ends the lock with 1",
	async () => {
		const { code, stderr } = await run("lock", "--json", "--record", "/dev/full");
		expect(stderr).toMatch(/^gw-sim: --record: \/dev\/full ends too early: ENOSPC/);
		expect(stderr.split("\n")).toHaveLength(1);
		expect(code).toBe(1);
	},
);

test("--debug adds the stack", async () => {
	const { code, stderr } = await run("serve", "--config", "/no/such.yaml", "--debug");
	expect(code).toBe(2);
	expect(stderr).toMatch(/^gw-sim: .*\n.*\n\s+at /);
	expect(stderr).toContain("caused by");
});

test.each([
	["json", "{nope", /not JSON/],
	["yaml", "lock: [1", /not YAML, line 1/],
	["yaml", "lock: { idleTimeoutMS: 5 }", /unknown key lock\.idleTimeoutMS/],
	["yaml", "lock: { idleTimeoutMs: soon }", /lock\.idleTimeoutMs: needs a whole number/],
	["json", '{"fridge":{}}', /unknown key fridge/],
	["yaml", "\u001b]0;owned\u0007: 1", /unknown key .*\\u001b/],
])("a wrong %s configuration is named with its file: %s", async (kind, text, line) => {
	const file = join(await tempFolder(), `hub.${kind}`);
	await writeFile(file, text);
	const { code, stderr } = await run("serve", "--port", "0", "--config", file);
	expect(stderr).toMatch(line);
	expect(stderr).toContain(file);
	expect(stderr.split("\n")).toHaveLength(1);
	expect(code).toBe(2);
});

test("a port in use and a data folder in use are explained", async () => {
	const data = join(await tempFolder(), "state");
	const first = await serve(["--data", data]);
	const port = await run("serve", "--port", String(first.port));
	expect(port).toMatchObject({
		code: 2,
		stderr: expect.stringMatching(/port \d+ on 127.0.0.1 is in use/),
	});
	const folder = await run("serve", "--port", "0", "--data", data);
	expect(folder).toMatchObject({ code: 2, stderr: expect.stringContaining(data) });
	expect(folder.stderr.split("\n")).toHaveLength(1);
});

test("a secret that others can read is one warning, and no refusal", async () => {
	const folder = await tempFolder();
	const file = join(folder, "hub.yaml");
	await writeFile(file, "lock: { authToken: canary-secret }\n");
	await chmod(file, 0o644);
	const hub = await serve(["--config", file]);
	expect(hub.process.stderr).toContain("chmod 600");
	const secret = join(folder, "token");
	await writeFile(secret, "canary-secret\n", { mode: 0o600 });
	const lock = gwSim([
		"lock",
		"--serial",
		"X",
		"--json",
		"--url",
		hub.lock,
		"--token-file",
		secret,
	]);
	await lock.state({ link: "online" });
	const fromEnvironment = gwSim(["lock", "--serial", "Y", "--json", "--url", hub.lock], {
		GW_SIM_TOKEN: "canary-secret",
	});
	await fromEnvironment.state({ link: "online" });
	expect(hub.process.stderr + lock.stderr + lock.lines.join("\n")).not.toContain("canary-secret");
});

const trouble = async (url: string): Promise<string> => {
	const lock = gwSim(["lock", "--serial", "X", "--json", "--max-retries", "0", "--url", url]);
	const { message } = await lock.event({ event: "error" });
	expect((await lock.exit()).code).toBe(1);
	expect(String(message)).not.toContain("\n");
	return String(message);
};

test("a device says what keeps it from connecting and how to mend it", async () => {
	expect(await trouble("ws://127.0.0.1:9/socket/websocket")).toMatch(
		/nothing listens.*gw-sim serve/,
	);
	expect(await trouble("ws://no-such-host.invalid/socket/websocket")).toMatch(/host/);
	const hub = await serve();
	expect(await trouble(hub.lock.replace("/socket/websocket", "/nope"))).toMatch(
		/404.*\/socket\/websocket/,
	);
	expect(await trouble(hub.lock.replace("ws:", "wss:"))).toMatch(/TLS/);
	const file = join(await tempFolder(), "hub.json");
	await writeFile(file, '{"lock":{"authToken":"s3cret"}}', { mode: 0o600 });
	const closed = await serve(["--config", file]);
	expect(await trouble(closed.lock)).toMatch(/403/);
	const web = createServer((_request, response) => response.end("hello"));
	expect(await trouble(`ws://127.0.0.1:${await listening(web)}/`)).toMatch(/200/);
});

test("a hub that never answers is told after ten seconds", async () => {
	const silent = createTcpServer((tcp) => {
		onTestFinished(() => {
			tcp.destroy();
		});
	});
	expect(await trouble(`ws://127.0.0.1:${await listening(silent)}/socket/websocket`)).toMatch(
		/10000 ms|10 s/,
	);
}, 20_000);

test("a file where the data folder should be is explained", async () => {
	const folder = await tempFolder();
	await writeFile(join(folder, "file"), "x");
	const { code, stderr } = await run("serve", "--port", "0", "--data", join(folder, "file"));
	expect(code).toBe(2);
	expect(stderr.split("\n")).toHaveLength(1);
	expect(stderr).toContain(join(folder, "file"));
});
