import { holdsSecret, parseConfig } from "@gw-sim/server";
import { expect, test } from "vitest";

const weather = (keys: object): unknown => ({
	cloud: { weather: { provider: "openweathermap", city: 1, ...keys } },
});

test.each([
	[{ cloud: { secret: "" } }, /^cloud\.secret: needs a text/],
	[{ cloud: { secret: null } }, /^cloud\.secret: needs a text/],
	[{ cloud: { secret: 8675309 } }, /^cloud\.secret: needs a text that is not empty: put it in/],
	[{ cloud: { handshakeTimeoutMs: 0 } }, /^cloud\.handshakeTimeoutMs: needs a whole number from 1/],
	[{ cloud: { handshakeTimeoutMs: 2 ** 31 } }, /^cloud\.handshakeTimeoutMs/],
	[{ cloud: { repeatMs: -1 } }, /^cloud\.repeatMs/],
	[{ cloud: { repeatMs: "60s" } }, /^cloud\.repeatMs/],
	[{ cloud: { heartbeatTimeoutMs: 1.5 } }, /^cloud\.heartbeatTimeoutMs/],
	[{ cloud: { maxPayloadBytes: 1 } }, /^cloud\.maxPayloadBytes/],
	[{ cloud: { idleTimeoutMs: 1 } }, /^unknown key cloud\.idleTimeoutMs/],
	[{ cloud: [] }, /^cloud: must be a mapping/],
	[{ cloud: { weather: "none" } }, /^cloud\.weather: must be a mapping/],
	[weather({ provider: "yr" }), /^cloud\.weather\.provider: must be none or openweathermap/],
	[weather({ city: undefined }), /^cloud\.weather: needs city where/],
	[weather({ city: null }), /^cloud\.weather: needs city where/],
	[weather({ city: "Bern" }), /^cloud\.weather\.city: needs OpenWeatherMap's number/],
	[weather({ city: 0 }), /^cloud\.weather\.city/],
	[weather({ city: 1.5 }), /^cloud\.weather\.city/],
	[weather({ city: "1&appid=x" }), /^cloud\.weather\.city/],
	[weather({ everyMs: 10 }), /^cloud\.weather\.everyMs: needs a whole number from 1000/],
	[weather({ apiKeyFile: "" }), /^cloud\.weather\.apiKeyFile: needs a path/],
	[weather({ baseUrl: "api.openweathermap.org" }), /^cloud\.weather\.baseUrl: needs an http/],
	[weather({ baseUrl: "file:///etc/passwd" }), /^cloud\.weather\.baseUrl/],
	[weather({ baseUrl: "http://user:pass@host/" }), /^cloud\.weather\.baseUrl/],
	[weather({ baseUrl: "http://host/?appid=x" }), /^cloud\.weather\.baseUrl/],
])("%j is refused by its path", (value, message) => {
	expect(() => parseConfig(value)).toThrow(message);
});

test("a key for the weather has no place in the configuration, and is not shown if it is tried", () => {
	expect(() => parseConfig(weather({ apiKey: "canary" }))).toThrow(/^unknown key cloud\.weather/);
	expect(() => parseConfig(weather({ apiKey: "canary" }))).not.toThrow(/canary/);
});

test.each(["2661552", 2661552])("a city may be %j", (city) => {
	expect(parseConfig(weather({ city })).cloud.weather.city).toBe("2661552");
});

test("a secret of one's own is one, the default is none", () => {
	expect(holdsSecret(parseConfig())).toBe(false);
	expect(holdsSecret(parseConfig({ cloud: { secret: "cloud-my-butt" } }))).toBe(false);
	expect(holdsSecret(parseConfig({ cloud: { secret: "mine" } }))).toBe(true);
});
