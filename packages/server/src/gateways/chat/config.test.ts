import { ExactNumber, seededRandom } from "@gw-sim/core";
import { GatewayHost, holdsSecret, hostDial, parseConfig } from "@gw-sim/server";
import { MemoryStore } from "@gw-sim/store";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { Chatter } from "./testing/chat-stage.js";

const parse = (chat: unknown) => parseConfig({ chat }).chat;
const withUsers = (...users: unknown[]) => parse({ users });

test("a user has an id and a name, and defaults for the rest", () => {
	expect(withUsers({ id: "77", name: "x" }).users).toEqual([
		{ id: "77", name: "x", uuid: "", bio: "", admin: false, type: "user", banned: false },
	]);
});

test.each([
	["6982582592583503353", "6982582592583503353"],
	[new ExactNumber("6982582592583503353"), "6982582592583503353"],
	[6982582592583503353n, "6982582592583503353"],
	[18446744073709551616n, "18446744073709551616"],
	["99999999999999999999", "99999999999999999999"],
	[0, "0"],
	[77, "77"],
	[9007199254740991, "9007199254740991"],
])("%s is an id, whatever kept its digits", (id, text) => {
	expect(withUsers({ id, name: "x" }).users[0]?.id).toBe(text);
});

test.each([
	-1,
	1.5,
	// biome-ignore lint/correctness/noPrecisionLoss: a number that has lost its digits is no id.
	6982582592583503353,
	Number.NaN,
	-5n,
	123456789012345678901n,
	new ExactNumber("-6982582592583503353"),
	new ExactNumber("0.12345678901234567"),
	"",
	"007",
	"-1",
	"1e3",
	"U_1",
	"123456789012345678901",
	null,
	undefined,
	{},
	[77],
	true,
])("%s is no id", (id) => {
	expect(() => withUsers({ id, name: "x" })).toThrow(
		"chat.users.0.id: needs an id of 1 to 20 digits, bare or in quotes",
	);
});

test.each([
	["77", 77],
	[6982582592583503353n, "6982582592583503353"],
	[new ExactNumber("6982582592583503353"), "6982582592583503353"],
])("%s and %s are one id, which two users cannot have", (one, other) => {
	const others = [
		{ id: 1, name: "a" },
		{ id: one, name: "b" },
		{ id: 2, name: "c" },
		{ id: other, name: "d", type: "bot" },
	];
	expect(() => withUsers(...others)).toThrow(
		`chat.users: has two users with the id ${String(one)}: ids must differ`,
	);
});

test("ids that differ in the last digit are two", () => {
	const ids = [6982582592583503353n, 6982582592583503354n];
	expect(withUsers(...ids.map((id) => ({ id, name: "x" }))).users.map(({ id }) => id)).toEqual(
		ids.map(String),
	);
});

test.each([
	[{ users: {} }, "chat.users: needs a list of users"],
	[{ users: [5] }, "chat.users.0: must be a mapping"],
	[{ users: [{ id: 1 }] }, "chat.users.0.name"],
	[{ users: [{ id: 1, name: "" }] }, "chat.users.0.name: must not be empty"],
	[{ users: [{ id: 1, name: "x", admin: "yes" }] }, "chat.users.0.admin: needs true or false"],
	[{ users: [{ id: 1, name: "x", type: "human" }] }, "chat.users.0.type: must be user or bot"],
	[{ users: [{ id: 1, name: "x", nick: "y" }] }, "unknown key chat.users.0.nick"],
	[{ heartbeatIntervalMs: 9 }, "chat.heartbeatIntervalMs: needs a whole number from 10"],
	[{ heartbeatIntervalMs: "20000" }, "chat.heartbeatIntervalMs: needs a whole number"],
	[{ maxPayloadBytes: 63 }, "chat.maxPayloadBytes: needs a whole number from 64"],
	[{ rateLimit: { payloads: 0 } }, "chat.rateLimit.payloads: needs a whole number from 1"],
	[{ rateLimit: { perMs: 0 } }, "chat.rateLimit.perMs: needs a whole number from 1"],
	[{ rateLimit: 5 }, "chat.rateLimit: must be a mapping"],
	[{ session: { ttlMs: -1 } }, "chat.session.ttlMs: needs a whole number from 0"],
	[{ session: { bufferEvents: 1.5 } }, "chat.session.bufferEvents: needs a whole number from 0"],
	[{ session: { ttl: 1 } }, "unknown key chat.session.ttl"],
	[{ jwtSecretFile: "" }, "chat.jwtSecretFile: needs a path"],
	[{ jwtSecretFile: 5 }, "chat.jwtSecretFile: needs a path"],
])("%j is refused with its path", (chat, message) => {
	expect(() => parse(chat)).toThrow(message);
});

test.each([
	[{ jwtSecret: "canary", jwtSecretFile: "canary" }, "chat: takes jwtSecret or jwtSecretFile"],
	[{ jwtSecret: ["canary"] }, "chat.jwtSecret: needs a text"],
	[{ jwtSecret: { canary: 1 } }, "chat.jwtSecret: needs a text"],
	[{ jwtSecret: "canary", jwtSecretFile: ["canary"] }, "chat.jwtSecretFile: needs a path"],
	[{ jwtSecret: "" }, "chat.jwtSecret: needs a text that is not empty"],
])("%j is refused without a word of the secret", (chat, message) => {
	expect(() => parse(chat)).toThrow(message);
	expect(() => parse(chat)).not.toThrow("canary");
});

test("a secret in the configuration is known as one, and null is none", () => {
	expect(holdsSecret(parseConfig({ chat: { jwtSecret: "x" } }))).toBe(true);
	expect(holdsSecret(parseConfig({ chat: { jwtSecret: null, jwtSecretFile: null } }))).toBe(false);
});

test("a file that nobody has read is refused rather than replaced by another secret", () => {
	const config = parseConfig({ chat: { jwtSecretFile: "secret" } });
	const clock = new VirtualClock();
	const random = seededRandom(1);
	const store = new MemoryStore({ clock, random });
	expect(() => new GatewayHost({ config, store, clock, random, log: () => {} })).toThrow(
		"chat.jwtSecretFile was not read",
	);
});

test("without a secret there is a user to try things with, who takes no other's id", async () => {
	const clock = new VirtualClock();
	const host = (seed: string, chat: object = {}): GatewayHost => {
		const random = seededRandom(seed);
		const store = new MemoryStore({ clock, random });
		return new GatewayHost({ config: parseConfig({ chat }), store, clock, random, log: () => {} });
	};
	const users = [1, 2, 4].map((id) => ({ id, name: `u${id}` }));
	const own = host("a", { users });
	const token = own.development.chatToken ?? "";
	expect(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()).toBe(
		'{"type":"user","id":3}',
	);
	const entered = async (into: GatewayHost): Promise<string[]> => {
		const client = new Chatter(hostDial(into, clock)({ url: "ws://host/chat" }));
		client.onOpen = () => client.present(token);
		await clock.advance(0);
		return client.takeBriefs();
	};
	expect(await entered(own)).toEqual(["100", "140"]);
	expect(await entered(host("a", { users }))).toEqual(["100", "140"]);
	expect(await entered(host("b", { users }))).toEqual(["100", "150 0 true"]);
	expect(host("a", { jwtSecret: "x" }).development).toEqual({});
});
