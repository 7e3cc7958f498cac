import { createHmac } from "node:crypto";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ChatSocket } from "./support/chat-socket.js";
import { gwSim } from "./support/process.js";
import { serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

const secret = "canary-5f0c-chat";
const [ann, bob] = ["6982582592583503353", "6982582592583503354"];

interface Outcome {
	readonly code: number | null;
	readonly out: string;
	readonly stderr: string;
}

async function token(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
	const program = gwSim(["token", ...args], { GW_SIM_SECRET: "", ...env });
	const { code } = await program.exit();
	return { code, out: program.lines.join("\n"), stderr: program.stderr.trimEnd() };
}

/** The token that HS256 asks for, made without any code of this project. */
function expected(id: string, type = "user", key = secret): string {
	const claims = ['{"alg":"HS256","typ":"JWT"}', `{"type":"${type}","id":${id}}`]
		.map((text) => Buffer.from(text).toString("base64url"))
		.join(".");
	return `${claims}.${createHmac("sha256", key).update(claims).digest("base64url")}`;
}

async function secretFile(text = `${secret}\n`): Promise<string> {
	const file = join(await tempFolder(), "secret");
	await writeFile(file, text, { mode: 0o600 });
	return file;
}

test("the secret comes from a file, a configuration or the environment, and only the token is printed", async () => {
	const folder = await tempFolder();
	const yaml = join(folder, "hub.yaml");
	await writeFile(yaml, `chat: { jwtSecret: ${secret} }\n`, { mode: 0o600 });
	const json = join(folder, "hub.json");
	await writeFile(join(folder, "chat-secret"), `${secret}\r\n`, { mode: 0o600 });
	await writeFile(json, '{"chat":{"jwtSecretFile":"chat-secret"}}', { mode: 0o644 });
	const ways: readonly (readonly [string[], Record<string, string>])[] = [
		[["--secret-file", await secretFile()], {}],
		[["--secret-file", await secretFile(secret)], { GW_SIM_SECRET: "another" }],
		[["--config", yaml], { GW_SIM_SECRET: "another" }],
		[["--config", json], {}],
		[[], { GW_SIM_SECRET: secret }],
	];
	for (const [args, env] of ways)
		expect(await token(["--user", ann, ...args], env)).toEqual({
			code: 0,
			out: expected(ann),
			stderr: "",
		});
	expect((await token(["--user", "1001", "--type", "bot", "--config", yaml])).out).toBe(
		expected("1001", "bot"),
	);
});

test("a token lets exactly its user in, with every digit of the id", async () => {
	const config = join(await tempFolder(), "hub.yaml");
	const users = `[{ id: ${ann}, name: ann }, { id: ${bob}, name: bob }, { id: 1001, name: bot, type: bot }]`;
	await writeFile(config, `chat: { jwtSecret: ${secret}, users: ${users} }\n`, { mode: 0o600 });
	const hub = await serve(["--config", config]);
	expect(hub.listening).not.toHaveProperty("development");
	const { chat } = hub.listening.endpoints as { chat: string };
	const enter = async (...args: string[]): Promise<{ socket: ChatSocket; answer: string }> =>
		ChatSocket.presented(chat, (await token([...args, "--config", config])).out);

	const { socket, answer } = await enter("--user", ann);
	expect(answer).toMatch(/^\{"f":140,/);
	socket.emit("MESSAGE_CREATE", '{"content":"it is me"}');
	expect(await socket.next()).toContain(`"user":{"id":${ann},"name":"ann"`);
	expect((await enter("--user", "1001", "--type", "bot")).answer).toMatch(/^\{"f":140,/);
	expect((await enter("--user", "6982582592583503352")).answer).toBe(
		'{"f":150,"cnf":{"c":1,"d":true}}',
	);
	expect((await enter("--user", ann, "--type", "bot")).answer).toBe(
		'{"f":150,"cnf":{"c":4,"d":true}}',
	);
	const forged = await ChatSocket.presented(chat, expected(ann, "user", "another"));
	expect(forged.answer).toBe('{"f":150,"cnf":{"c":0,"d":true}}');
	expect(await forged.socket.closed()).toBe(1008);
	await hub.process.kill("SIGTERM");
	for (const text of [hub.process.stderr, ...hub.process.lines]) {
		expect(text).not.toContain(secret);
		expect(text).not.toContain(expected(ann).split(".")[2]);
	}
});

test.each([
	[
		["--user", ann],
		/the gateway's secret is needed: give --secret-file, --config or GW_SIM_SECRET$/,
	],
	[[], /--user <id>' not specified/],
	[["--user"], /argument missing/],
	[["--user", "U_1"], /needs an id of 1 to 20 digits, as in 6982582592583503353/],
	[["--user", ""], /needs an id of 1 to 20 digits/],
	[["--user", "-5"], /needs an id of 1 to 20 digits/],
	[["--user", "007"], /needs an id of 1 to 20 digits/],
	[["--user", "1e3"], /needs an id of 1 to 20 digits/],
	[["--user", "123456789012345678901"], /needs an id of 1 to 20 digits/],
	[["--user", "1", "--type", "admin"], /user, bot/],
	[
		["--user", "1", "--secret-file", "/no/such"],
		/--secret-file: cannot read \/no\/such: there is no such file/,
	],
	[["--user", "1", "--secret-file", "/"], /--secret-file: cannot read \/: it is a folder/],
	[
		["--user", "1", "--config", "/no/such.yaml"],
		/--config: cannot read \/no\/such.yaml: there is no such file/,
	],
	[["--user", "1", "--secret", "x"], /unknown option '--secret'/],
	[["--user", "1", "extra"], /too many arguments/],
] as const)("gw-sim token %j: one line, exit code 2", async (args, line) => {
	const { code, out, stderr } = await token(args);
	expect(stderr).toMatch(line);
	expect(stderr.split("\n")).toHaveLength(1);
	expect({ code, out }).toEqual({ code: 2, out: "" });
});

test.each([
	["hub.yaml", "chat: { users: [] }\n", /has no chat.jwtSecret: add one/],
	["hub.json", "{}", /has no chat.jwtSecret: add one/],
	[
		"hub.yaml",
		"chat: { jwtSecretFile: nowhere }\n",
		/chat.jwtSecretFile: cannot read .*\/nowhere: there is no such file/,
	],
	[
		"hub.yaml",
		"chat: { jwtSecretFile: . }\n",
		/chat.jwtSecretFile: cannot read .*: it is a folder/,
	],
])("a configuration %s of %j gives no token", async (name, text, line) => {
	const config = join(await tempFolder(), name);
	await writeFile(config, text);
	const { code, out, stderr } = await token(["--user", "1", "--config", config]);
	expect(stderr).toMatch(line);
	expect(stderr.split("\n")).toHaveLength(1);
	expect({ code, out }).toEqual({ code: 2, out: "" });
});

test.each([
	["", /is empty$/],
	["\n", /is empty$/],
	[Buffer.from([0xff, 0x80, 0x41]), /is no text: encode its bytes, as in base64$/],
])("a secret file of %j is refused", async (content, line) => {
	const file = await secretFile("x");
	await writeFile(file, content);
	const { code, out, stderr } = await token(["--user", "1", "--secret-file", file]);
	expect(stderr).toMatch(line);
	expect({ code, out }).toEqual({ code: 2, out: "" });
});

test("a secret that others can read is one warning beside the token", async () => {
	const folder = await tempFolder();
	await mkdir(join(folder, "secrets"));
	const file = join(folder, "secrets", "chat");
	await writeFile(file, secret);
	await chmod(file, 0o644);
	const config = join(folder, "hub.yaml");
	await writeFile(config, "chat: { jwtSecretFile: secrets/chat }\n", { mode: 0o644 });
	for (const args of [
		["--secret-file", file],
		["--config", config],
	]) {
		const { code, out, stderr } = await token(["--user", ann, ...args]);
		expect({ code, out }).toEqual({ code: 0, out: expected(ann) });
		expect(stderr).toBe(
			`gw-sim: others can read the secret in ${file}: chmod 600 ${file} mends that`,
		);
	}
});

test("the help names every option and no secret", async () => {
	const { code, out, stderr } = await token(["--help"], { GW_SIM_SECRET: secret });
	for (const word of ["--user", "--type", "--secret-file", "--config", "GW_SIM_SECRET", "bot"])
		expect(out).toContain(word);
	expect(out).not.toContain(secret);
	expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});
