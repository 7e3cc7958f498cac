import { parseConfig } from "@gw-sim/server";
import { expect, test } from "vitest";

test("every key has a default", () => {
	const sections = {
		lock: {},
		chat: { rateLimit: {}, session: {} },
		rooms: {},
		cloud: { weather: {} },
		puff: {},
	};
	for (const empty of [undefined, null, {}, { ...sections, limits: {}, admin: {} }])
		expect(parseConfig(empty)).toEqual({
			lock: {
				idleTimeoutMs: 60_000,
				legacyFirmware: false,
				authToken: null,
				checkOrigin: true,
				maxPayloadBytes: 65_536,
				user: { id: 1, email: "owner@gw-sim.local" },
			},
			chat: {
				jwtSecret: null,
				jwtSecretFile: null,
				heartbeatIntervalMs: 20_000,
				maxPayloadBytes: 4096,
				rateLimit: { payloads: 120, perMs: 60_000 },
				session: { ttlMs: 120_000, bufferEvents: 256 },
				users: [],
			},
			rooms: {
				signingKey: null,
				strictErrors: false,
				clientSessions: false,
				pingIntervalMs: 25_000,
				idleTimeoutMs: 0,
				maxPayloadBytes: 1_048_576,
				counterValueAs: "number",
				initialConfig: "",
			},
			cloud: {
				secret: "cloud-my-butt",
				handshakeTimeoutMs: 10_000,
				repeatMs: 60_000,
				heartbeatTimeoutMs: 0,
				maxPayloadBytes: 65_536,
				weather: {
					provider: "none",
					apiKeyFile: null,
					city: null,
					everyMs: 600_000,
					baseUrl: null,
				},
			},
			puff: {
				heartbeatIntervalMs: 25_000,
				idleTimeoutMs: 60_000,
				emptyGroupTtlMs: 10_000,
				unjoinedGroupTtlMs: 30_000,
				heartbeatTimeoutMs: 0,
				maxPayloadBytes: 65_536,
				compat: "default",
			},
			limits: {
				maxConnections: 20_000,
				handshakeTimeoutMs: 5000,
				maxBufferedBytes: 1_048_576,
				maxTotalBufferedBytes: 268_435_456,
				messagesPerSecond: 0,
				maxPerAddress: 0,
				acceptPerSecond: 0,
				depth: 32,
				locks: 100_000,
				rooms: 10_000,
				polls: 1000,
				answers: 100,
				ballots: 100_000,
				counters: 1000,
				subscriptions: 1000,
				properties: 100,
				propertiesBytes: 65_536,
				sessions: 10_000,
				nameLength: 1024,
				groups: 10_000,
				publicGroups: 250,
				groupMembers: 1000,
				deviceKeys: 256,
				deviceBytes: 16_384,
				groupBytes: 524_288,
			},
			admin: { token: null },
		});
});

test.each([
	[{ fridge: {} }, "unknown key fridge"],
	[{ lock: { idleTimeoutMS: 5 } }, "unknown key lock.idleTimeoutMS"],
	[{ lock: { user: { id: 1, emial: "x" } } }, "unknown key lock.user.emial"],
	[{ lock: { idleTimeoutMs: -1 } }, "lock.idleTimeoutMs: needs a whole number from 0"],
	[{ lock: { idleTimeoutMs: 1e12 } }, "lock.idleTimeoutMs: needs a whole number from 0 to"],
	[{ lock: { idleTimeoutMs: "60" } }, "lock.idleTimeoutMs: needs a whole number"],
	[{ lock: { checkOrigin: "yes" } }, "lock.checkOrigin: needs true, false or a list"],
	[{ lock: { authToken: "" } }, "lock.authToken"],
	[{ lock: [] }, "lock: must be a mapping"],
	[{ limits: { maxConnections: 0 } }, "limits.maxConnections: needs a whole number from 1"],
	[[], "the configuration must be a mapping"],
	["text", "the configuration must be a mapping"],
	[JSON.parse('{"__proto__":{}}'), "unknown key __proto__"],
	[
		{ chat: { "jwtSecret:canary": null } },
		"unknown key chat.jwtSecret: put a blank after its colon",
	],
])("%j is refused with its path", (value, message) => {
	expect(() => parseConfig(value)).toThrow(message);
});

test.each([
	[{ lock: { authToken: 8675309 } }, "lock.authToken: needs a text"],
	[{ admin: { token: 8675309 } }, "admin.token: needs a text"],
	[{ admin: { token: ["8675309"] } }, "admin.token: needs a text"],
	[{ admin: { token: "" } }, "admin.token: needs a text"],
])("%j is refused without a word of the secret", (value, message) => {
	expect(() => parseConfig(value)).toThrow(message);
	expect(() => parseConfig(value)).not.toThrow("8675309");
});
