import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gwSim, type Process } from "./support/process.js";
import { type Served, serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";
import { needs, terminal } from "./support/terminal.js";

const long = "6982582592583503353";

/** A server with a user, an administrator and somebody who is banned, and what makes their tokens. */
async function chatServer(): Promise<{ server: Served; token(id: string): Promise<string> }> {
	const folder = await tempFolder();
	const config = join(folder, "config.yaml");
	const secret = join(folder, "secret");
	await writeFile(secret, "s3cret-for-tests");
	await chmod(secret, 0o600);
	const users = [
		`{ id: "${long}", name: xFuney }`,
		'{ id: "2", name: zer0, admin: true }',
		'{ id: "3", name: spammer, banned: true }',
	];
	await writeFile(config, `chat: { jwtSecretFile: secret, users: [${users.join(", ")}] }\n`);
	const server = await serve(["--config", config]);
	return {
		server,
		token: async (id) =>
			gwSim(["token", "--user", id, "--secret-file", secret]).line((line) => line),
	};
}

function chatUrl({ url }: Served): string {
	return `${url.replace("http:", "ws:")}/chat`;
}

function roomUrl({ url }: Served): string {
	return `${url.replace("http:", "ws:")}/websocket`;
}

async function stopped(device: Process): Promise<void> {
	device.send({ cmd: "stop" });
	expect(await device.exit()).toEqual({ code: 0, signal: null });
}

test("two people talk, with every digit of their ids, and one is told of the other", async () => {
	const { server, token } = await chatServer();
	const url = chatUrl(server);
	const one = gwSim(["chat", "--json", "--url", url], { GW_SIM_TOKEN: await token(long) });
	const first = await one.state({ link: "online" });
	expect(first).toMatchObject({ device: `chat:${long}`, state: { user: long, room: "1" } });
	const two = gwSim([
		"chat",
		"--json",
		"--url",
		url,
		"--token",
		await token("2"),
		"--name",
		"zero",
	]);
	expect(await two.state({ link: "online" })).toMatchObject({ device: "chat:zero" });
	await one.event({ event: "message", type: "ROOM_USER_ADD", data: { user: { id: "2" } } });

	two.send({ cmd: "say", content: "hi", nonce: "9835823582359235235" });
	const said = { user: { id: "2", name: "zer0" }, content: "hi", nonce: "9835823582359235235" };
	const heard = await one.event({ event: "message", type: "MESSAGE_CREATE", data: said });
	two.send({ cmd: "typing" });
	await one.event({ event: "message", type: "START_TYPING" });
	const { messageID } = heard.data as { messageID: string };
	one.send({ cmd: "delete", messageID });
	expect(await one.event({ event: "error" })).toMatchObject({ code: "refused" });
	two.send({ cmd: "delete", messageID });
	await one.event({ event: "message", type: "MESSAGE_DELETE", data: { messageID } });

	two.send({ cmd: "create", name: "den" });
	const room = await one.event({ event: "message", type: "CHANNEL_ADD", data: { name: "den" } });
	const { id: roomID } = room.data as { id: string };
	one.send({ cmd: "move", roomID });
	await one.state({ link: "online", room: roomID });
	const from = one.lines.length;
	one.send({ cmd: "leave" });
	await one.state({ room: "1" }, from);

	two.send({ cmd: "ban", userID: long });
	expect(await one.exit()).toEqual({ code: 1, signal: null });
	await one.event({ event: "error", code: "refused" });
	await stopped(two);
	expect(two.stderr).toBe("");
}, 30_000);

test("who is not let in exits 1, who has no token 2", async () => {
	const { server, token } = await chatServer();
	const banned = gwSim(["chat", "--json", "--url", chatUrl(server), "--token", await token("3")]);
	expect((await banned.exit()).code).toBe(1);
	await banned.event({ event: "error", code: "refused" });
	const nobody = gwSim(["chat", "--json", "--url", chatUrl(server)]);
	expect((await nobody.exit()).code).toBe(2);
	expect(nobody.stderr).toMatch(/^gw-sim: a gateway of your own needs a token: give .*\n$/);
	expect(nobody.lines).toEqual([]);
}, 30_000);

test("a server that is killed is missed once, and its people come back to their room", async () => {
	const folder = await tempFolder();
	const data = join(folder, "state");
	const first = await serve(["--data", data]);
	const url = roomUrl(first);
	const args = ["--json", "--url", url, "--room", "den", "--subscribe", "chat", "counter"];
	const ann = gwSim(["room", ...args, "--property", "name=Ann", "_pin=4711", "--seed", "1"]);
	await ann.event({
		type: "profile",
		data: { suffix: 1, properties: { name: "Ann", _pin: 4711 } },
	});
	const bob = gwSim(["room", ...args, "--name", "bob", "--property", "name=Bob"]);
	await bob.event({ type: "profile", data: { properties: { name: "Bob" } } });
	expect(await bob.state({ link: "online" })).toMatchObject({
		device: "room:bob",
		state: { room: "den", role: "user" },
	});
	ann.send({ cmd: "counter", id: "total", value: "17.75" });
	await bob.event({ type: "counter", data: { id: "total", raw: "17.75" } });

	await first.process.kill("SIGKILL");
	await ann.state({ link: "backoff" });
	await bob.state({ link: "backoff" });
	const from = ann.lines.length;
	const bobFrom = bob.lines.length;
	await serve(["--data", data], first.port);
	await ann.state({ link: "online", suffix: 1 }, from);
	// The snapshot that answers its subscription.
	await bob.event({ type: "counter", data: { id: "total", raw: "17.75" } }, bobFrom);
	ann.send({ cmd: "say", data: { again: true } });
	const heard = await bob.event({ type: "chat", data: { message: { again: true } } });
	expect(heard.data).toMatchObject({ user: { suffix: 1, properties: { name: "Ann" } } });
	expect(JSON.stringify(heard)).not.toContain("4711");
	ann.send({ cmd: "counter", id: "total", value: "-15.14" });
	await bob.event({ type: "counter", data: { id: "total", raw: "2.61" } });
	await stopped(ann);
	bob.child.stdin?.end();
	expect((await bob.exit()).code).toBe(0);
	expect(ann.lines.filter((line) => line.includes('"event":"error"'))).toHaveLength(1);
}, 40_000);

test("small talk follows the seed", async () => {
	const talks = await Promise.all(
		["1", "1", "2"].map(async (seed) => {
			const room = gwSim([
				"room",
				"--json",
				"--seed",
				seed,
				"--subscribe",
				"chat",
				"--chatter",
				"6000/min",
			]);
			await room.line(() =>
				room.lines.filter((line) => line.includes('"chat"')).length > 5 ? true : undefined,
			);
			await stopped(room);
			const events = room.lines.map(
				(line) => JSON.parse(line) as { type?: string; data?: { message?: string } },
			);
			return events
				.flatMap(({ type, data }) => (type === "chat" ? [data?.message] : []))
				.slice(0, 5);
		}),
	);
	expect(talks[0]).toEqual(talks[1]);
	expect(talks[0]).not.toEqual(talks[2]);
}, 30_000);

test.each([
	["chat", ["--chatter", "fast"], "messages a minute"],
	["chat", ["--room", "general"], "an id of 1 to 20 digits"],
	["room", ["--property", "name"], "KEY=VALUE"],
	["room", ["--subscribe", ""], "an event must not be empty"],
])("%s %j is bad usage, said in one line", async (command, args, why) => {
	const device = gwSim([command, ...args]);
	expect((await device.exit()).code).toBe(2);
	expect(device.stderr).toMatch(/^gw-sim: [^\n]+\n$/);
	expect(device.stderr).toContain(why);
});

test.each([
	{ cmd: "say" },
	{ cmd: "move", roomID: "x" },
	{ cmd: "delete", messageID: 2 ** 53 },
	{ cmd: "vote" },
])("the command %j is answered by one error", async (command) => {
	const chat = gwSim(["chat", "--json"]);
	await chat.state({ link: "online" });
	const from = chat.lines.length;
	chat.send(command);
	expect(await chat.event({ event: "error" }, from)).toMatchObject({ code: "bad-command" });
	chat.send({ cmd: "say", content: "still here" });
	await chat.event({ type: "MESSAGE_CREATE", data: { content: "still here" } });
	await stopped(chat);
});

const tmux = needs("tmux");
describe.skipIf(tmux.skip)(`in a terminal${tmux.title}`, () => {
	test.each([
		[80, 24],
		[200, 60],
	])(
		"at %dx%d one talks by lines, and what others say does not disturb what is being typed",
		async (columns, rows) => {
			const server = await serve();
			const { shows, keys } = await terminal(
				columns,
				rows,
				`room --room den --url ${roomUrl(server)} --property name=Ann`,
			);
			await shows(/link\s+online/);
			await keys("hello all", "Enter");
			await shows(/Ann #1: hello all/);
			await keys("/poll lunch soup", "Enter", "/subscribe poll", "Enter");
			await shows(/poll lunch soup 1/);
			await keys("/dance", "Enter");
			await shows(/there is no \/dance/);
			await keys("half a line");
			await shows(/> half a line/);
			const other = gwSim(["room", "--json", "--room", "den", "--url", roomUrl(server)]);
			await other.state({ link: "online" });
			other.send({ cmd: "say", data: "\u001b[2Jhostile" });
			const text = await shows(/#2: \\u001b\[2Jhostile\s*\n> half a line\s*$/);
			for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
			await keys("C-c");
			await shows(/link\s+offline.*\nexit=/);
			await shows(/exit=0 icanon echo/);
		},
		60_000,
	);

	test("/help lists what there is, and /quit ends", async () => {
		const { shows, keys } = await terminal(80, 24, "chat");
		await shows(/link\s+online/);
		await keys("/help", "Enter");
		await shows(/\/move ROOM-ID\s+go to another room/);
		await keys("/quit", "Enter");
		await shows(/link\s+offline.*\nexit=/);
		await shows(/exit=0 icanon echo/);
	}, 30_000);
});
