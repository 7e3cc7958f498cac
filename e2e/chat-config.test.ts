import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ChatSocket } from "./support/chat-socket.js";
import { gwSim } from "./support/process.js";
import { type Served, serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

const secret = "canary-91be-chat";

async function configFile(name: string, text: string): Promise<string> {
	const file = join(await tempFolder(), name);
	await writeFile(file, text, { mode: 0o600 });
	return file;
}

const endpoint = ({ listening }: Served): string => (listening.endpoints as { chat: string }).chat;

async function tokenFor(id: string): Promise<string> {
	const program = gwSim(["token", "--user", id], { GW_SIM_SECRET: secret });
	await program.exit();
	return program.lines.join("");
}

const bigIds = [
	"6982582592583503353",
	"6982582592583503354",
	"9007199254740993",
	"18446744073709551616",
	"99999999999999999999",
];

test.each([
	[
		"bare ids in YAML",
		"hub.yaml",
		(ids: readonly string[]) =>
			`chat:\n  jwtSecret: ${secret}\n  users:\n${ids.map((id) => `    - { id: ${id}, name: u${id} }\n`).join("")}`,
	],
	[
		"ids in quotes in YAML",
		"hub.yml",
		(ids: readonly string[]) =>
			`chat:\n  jwtSecret: ${secret}\n  users:\n${ids.map((id) => `    - id: "${id}"\n      name: u${id}\n`).join("")}`,
	],
	[
		"bare ids in JSON",
		"hub.json",
		(ids: readonly string[]) =>
			`{"chat":{"jwtSecret":"${secret}","users":[${ids.map((id) => `{"id":${id},"name":"u${id}"}`).join(",")}]}}`,
	],
	[
		"ids in quotes in JSON",
		"hub.json",
		(ids: readonly string[]) =>
			`{"chat":{"jwtSecret":"${secret}","users":[${ids.map((id) => `{"id":"${id}","name":"u${id}"}`).join(",")}]}}`,
	],
])("%s keep every digit", async (_, name, text) => {
	const hub = await serve(["--config", await configFile(name, text(bigIds))]);
	const witness = (await ChatSocket.presented(endpoint(hub), await tokenFor(bigIds[0] ?? "")))
		.socket;
	for (const id of bigIds) {
		const { answer } = await ChatSocket.presented(endpoint(hub), await tokenFor(id));
		expect(answer).toMatch(/^\{"f":140,/);
		expect(await witness.next()).toContain(`"user":{"id":${id},"name":"u${id}"`);
	}
	for (const id of ["6982582592583503352", "6982582592583503000", "9007199254740992"])
		expect((await ChatSocket.presented(endpoint(hub), await tokenFor(id))).answer).toBe(
			'{"f":150,"cnf":{"c":1,"d":true}}',
		);
});

test.each([
	[
		"hub.yaml",
		"chat: { users: [{ id: 7, name: a }, { id: '7', name: b }] }",
		/chat\.users: has two users with the id 7/,
	],
	[
		"hub.yaml",
		"chat: { users: [{ id: 6982582592583503353, name: a }, { id: 6982582592583503353, name: b }] }",
		/with the id 6982582592583503353/,
	],
	[
		"hub.json",
		'{"chat":{"users":[{"id":6982582592583503353,"name":"a"},{"id":"6982582592583503353","name":"b"}]}}',
		/with the id 6982582592583503353/,
	],
	[
		"hub.yaml",
		"chat: { users: [{ id: 1.5, name: a }] }",
		/chat\.users\.0\.id: needs an id of 1 to 20 digits/,
	],
	["hub.yaml", "chat: { users: [{ id: -7, name: a }] }", /chat\.users\.0\.id: needs an id/],
	[
		"hub.yaml",
		"chat: { users: [{ id: 123456789012345678901, name: a }] }",
		/chat\.users\.0\.id: needs an id/,
	],
	["hub.json", '{"chat":{"users":[{"id":1e30,"name":"a"}]}}', /chat\.users\.0\.id: needs an id/],
	["hub.yaml", "chat: { users: [{ id: 7 }] }", /chat\.users\.0\.name/],
	[
		"hub.yaml",
		"chat: { jwtSecret: a, jwtSecretFile: b }",
		/chat: takes jwtSecret or jwtSecretFile, not both/,
	],
	[
		"hub.yaml",
		"chat: { jwtSecretFile: not/there }",
		/chat\.jwtSecretFile: cannot read .*not\/there: there is no such file/,
	],
	["hub.yaml", "chat: { jwtsecret: a }", /unknown key chat\.jwtsecret/],
])("%s with %s is refused in one line", async (name, text, line) => {
	const file = await configFile(name, text);
	const program = gwSim(["serve", "--port", "0", "--config", file]);
	expect((await program.exit()).code).toBe(2);
	expect(program.stderr).toMatch(line);
	expect(program.stderr.trimEnd().split("\n")).toHaveLength(1);
	expect(program.lines).toEqual([]);
});

test.each([
	["a list", "[canary]"],
	["a mapping", "{ canary: 1 }"],
	["a number", "8675309"],
	["an alias", "*canary"],
	["a tag", "!canary"],
	["a tag before it", "!!canary x"],
	["a block that is none", "|canary"],
	["a folded block that is none", ">9canary"],
	["an escape that is none", '"ca\\qnary"'],
	["an open quote", "'canary"],
	["more behind its quotes", '"canary" canary'],
	["a key within it", "canary: canary"],
	["a bracket", "]canary"],
	["a reserved character", "@canary"],
])("a secret that YAML takes for %s is quoted in no error", async (_, value) => {
	const file = await configFile("hub.yaml", `chat:\n  jwtSecret: ${value}\n`);
	for (const args of [
		["serve", "--json", "--port", "0"],
		["token", "--user", "1"],
	]) {
		const program = gwSim([...args, "--config", file, "--debug"]);
		expect((await program.exit()).code).toBe(2);
		const shown = program.stderr.replaceAll(file, "");
		expect(shown).toMatch(/^gw-sim: /);
		expect(shown).not.toMatch(/canary|8675309|nary/);
	}
});

test("without a secret the listening line has a token that works, which --seed repeats", async () => {
	const start = async (...args: string[]): Promise<{ hub: Served; token: string }> => {
		const hub = await serve(args);
		return { hub, token: (hub.listening.development as { chatToken: string }).chatToken };
	};
	const [first, second, third] = [
		await start("--seed", "7"),
		await start("--seed", "7"),
		await start(),
	];
	expect(first.token).toBe(second.token);
	expect(first.token).not.toBe(third.token);
	const answerOf = async (hub: Served, token: string): Promise<string> =>
		(await ChatSocket.presented(endpoint(hub), token)).answer;
	expect(await answerOf(first.hub, second.token)).toMatch(/^\{"f":140,/);
	expect(await answerOf(third.hub, third.token)).toMatch(/^\{"f":140,/);
	expect(await answerOf(third.hub, first.token)).toBe('{"f":150,"cnf":{"c":0,"d":true}}');
	expect(first.hub.process.stderr).toContain("predictable");
	for (const { hub, token } of [first, second, third])
		expect(hub.process.stderr).not.toContain(token.split(".")[2]);
});

test("the token for trying things is of a user that the configuration has not", async () => {
	const text = '{"chat":{"users":[{"id":1,"name":"a"},{"id":"2","name":"b"}]}}';
	const hub = await serve(["--config", await configFile("hub.json", text)]);
	const { chatToken } = hub.listening.development as { chatToken: string };
	const { socket, answer } = await ChatSocket.presented(endpoint(hub), chatToken);
	expect(answer).toMatch(/^\{"f":140,/);
	socket.emit("MESSAGE_CREATE", '{"content":"x"}');
	expect(await socket.next()).toContain('"user":{"id":3,"name":"dev"');
});
