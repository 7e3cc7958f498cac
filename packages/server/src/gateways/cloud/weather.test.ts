import { UsageError } from "@gw-sim/core";
import { expect, test } from "vitest";
import { CloudStage } from "./testing/cloud-stage.js";
import { FakeSky } from "./testing/fake-sky.js";

const key = "canary-6f1e-owm";
const everyMs = 600_000;

interface Watched {
	readonly stage: CloudStage;
	readonly sky: FakeSky;
}

/** A stage whose weather comes from a sky; the first look is done. */
async function watched(weather: object = {}, sky = new FakeSky()): Promise<Watched> {
	const stage = new CloudStage({
		cloud: { weather: { provider: "openweathermap", city: 2661552, ...weather } },
		weatherApiKey: key,
		fetch: sky.fetch,
	});
	await stage.turn();
	return { stage, sky };
}

/** Nothing of the key in what anybody can see. */
function expectSecret({ stage }: Watched): void {
	for (const text of [stage.logged, stage.host.metrics.render()])
		expect(text).not.toContain("canary");
}

test("the weather is asked for at the start and then every so often", async () => {
	const { stage, sky } = await watched();
	expect(sky.asked.map(String)).toEqual([
		`https://api.openweathermap.org/data/2.5/weather?id=2661552&appid=${key}`,
	]);
	await stage.clock.advance(everyMs - 1);
	expect(sky.asked).toHaveLength(1);
	await stage.clock.advance(1);
	expect(sky.asked).toHaveLength(2);
	await stage.clock.advance(10 * everyMs);
	expect(sky.asked).toHaveLength(12);
});

test.each([
	["http://127.0.0.1:8080", "http://127.0.0.1:8080/weather"],
	["https://weather.example/data/2.5/", "https://weather.example/data/2.5/weather"],
])("baseUrl %s is asked as %s", async (baseUrl, asked) => {
	const { sky } = await watched({ baseUrl, city: "7" });
	expect(String(sky.asked[0])).toBe(`${asked}?id=7&appid=${key}`);
});

test("no provider asks for nothing", async () => {
	const sky = new FakeSky();
	const stage = new CloudStage({ weatherApiKey: key, fetch: sky.fetch });
	await stage.clock.advance(everyMs * 3);
	expect(sky.asked).toEqual([]);
	expect(stage.metric("gw_sim_weather_ok")).toBeNull();
});

test("a provider without a key is refused at the start, in words that say what to do", () => {
	const cloud = { weather: { provider: "openweathermap", city: 1 } };
	expect(() => new CloudStage({ cloud })).toThrow(UsageError);
	expect(() => new CloudStage({ cloud })).toThrow(/apiKeyFile.*OPENWEATHERMAP_API_KEY/);
});

test("mode 1 of the origin's page shows what was fetched; before that 3 and 9", async () => {
	const sky = new FakeSky();
	sky.turns({ id: 502 });
	const { stage } = await watched({}, sky);
	const lamp = await stage.lamp();
	expect(await stage.config()).toMatchObject({
		mode: "off",
		weather: { weather: 5, intensity: 7 },
	});
	await stage.post({ mode: 1, weather: 9, intensity: 1 });
	await stage.turn();
	expect(lamp.take()).toEqual(["[cc:1:5:7]"]);
	const calm = new CloudStage();
	await calm.post({ mode: 1 });
	expect((await calm.get()).body).toEqual({ mode: "weather", weather: 3, intensity: 9 });
});

test("in mode 1 a change of the weather is shown by every lamp, in other modes by none", async () => {
	const { stage, sky } = await watched();
	const lamps = await stage.lamps(3);
	const turnsTo = async (id: number): Promise<void> => {
		sky.turns({ id });
		await stage.clock.advance(everyMs);
	};
	await turnsTo(600);
	for (const lamp of lamps) expect(lamp.take()).toEqual([]);
	await stage.post({ mode: 1 });
	await turnsTo(601);
	await turnsTo(601);
	await turnsTo(771);
	await stage.put({ mode: "color", color: [1, 2, 3] });
	await turnsTo(502);
	for (const lamp of lamps)
		expect(lamp.take()).toEqual(["[cc:1:7:4]", "[cc:1:7:5]", "[cc:1:9:6]", "[cc:2:1,2,3:0]"]);
	await stage.post({ mode: 1 });
	await stage.turn();
	for (const lamp of lamps) expect(lamp.take()).toEqual(["[cc:1:5:7]"]);
});

test("weather that was set by hand stays until the sky changes", async () => {
	const { stage, sky } = await watched();
	await stage.put({ mode: "weather", weather: 7, intensity: 3 });
	await stage.clock.advance(everyMs * 3);
	expect((await stage.get()).body).toEqual({ mode: "weather", weather: 7, intensity: 3 });
	sky.turns({ id: 741 });
	await stage.clock.advance(everyMs);
	expect((await stage.get()).body).toEqual({ mode: "weather", weather: 8, intensity: 4 });
});

test("sunrise and clouds come from the report and from the server's clock", async () => {
	const sky = new FakeSky();
	const { stage } = await watched({ everyMs: 60_000 }, sky);
	const nowS = stage.clock.wallTime() / 1000;
	sky.turns({ id: 804, clouds: 91, sunrise: nowS + 60 + 20 * 60, sunset: nowS + 43_200 });
	await stage.post({ mode: 1 });
	const lamp = await stage.lamp();
	await stage.clock.advance(60_000);
	expect(lamp.take()).toEqual(["[cc:1:1:5]"]);
	await stage.clock.advance(20 * 60_000);
	expect(lamp.take().at(-1)).toBe("[cc:1:4:10]");
});

const json =
	(text: string, status = 200): (() => Response) =>
	() =>
		new Response(text, { status });

test.each([
	[
		"a refused key",
		json('{"cod":401,"message":"Invalid API key canary-6f1e-owm"}', 401),
		/401, which refuses/,
	],
	["no such city", json('{"cod":"404"}', 404), /HTTP 404, which does not know the city/],
	["too many calls", json("{}", 429), /HTTP 429/],
	["its own failure", json("oops", 500), /HTTP 500/],
	["no content", () => new Response(null, { status: 204 }), /HTTP 204/],
	["a page", json("<html></html>"), /of another form/],
	["nothing", json(""), /of another form/],
	["null", json("null"), /of another form/],
	["a list", json("[]"), /of another form/],
	["no weather", json('{"weather":[]}'), /of another form/],
	["a condition in words", json('{"weather":[{"id":"800"}]}'), /of another form/],
	["numbers too large", json('{"weather":[{"id":1e999}]}'), /of another form/],
	["__proto__", json('{"__proto__":{"weather":[{"id":800}]}}'), /of another form/],
	[
		"a megabyte",
		json(`{"weather":[{"id":800}],"x":"${"x".repeat(1_000_000)}"}`),
		/more than 65536 bytes/,
	],
	["deep nests", json("[".repeat(60_000)), /of another form/],
])("%s leaves the weather as it was, and is told in one line", async (_, answer, why) => {
	const sky = new FakeSky();
	sky.turns({ id: 601 });
	const seen = await watched({}, sky);
	const { stage } = seen;
	await stage.post({ mode: 1 });
	const lamp = await stage.lamp();
	expect(stage.log).toEqual([]);
	sky.answer = answer;
	await stage.clock.advance(everyMs * 5);
	expect(lamp.frames).toEqual([]);
	expect((await stage.get()).body).toEqual({ mode: "weather", weather: 7, intensity: 5 });
	expect(stage.log).toEqual([
		{ event: "weather-failed", remote: "weather", why: expect.stringMatching(why) },
	]);
	expect(stage.metric("gw_sim_weather_ok")).toBe(0);
	expect(stage.metric('gw_sim_weather_looks_total{result="failed"}')).toBe(5);
	expect(stage.metric('gw_sim_weather_looks_total{result="ok"}')).toBe(1);
	expectSecret(seen);
	sky.turns({ id: 602 });
	await stage.clock.advance(everyMs);
	expect(lamp.take()).toEqual(["[cc:1:7:7]"]);
	expect(stage.log.at(-1)).toEqual({ event: "weather-well", remote: "weather" });
	expect(stage.log).toHaveLength(2);
	expect(stage.metric("gw_sim_weather_ok")).toBe(1);
});

test("who cannot be reached is named by the system's word for it, never by the URL", async () => {
	const seen = await watched();
	const { stage, sky } = seen;
	sky.breaks("ECONNREFUSED");
	await stage.clock.advance(everyMs * 2);
	sky.breaks(`see ${key}`);
	await stage.clock.advance(everyMs * 2);
	expect(stage.log.map(({ why }) => why)).toEqual([
		"OpenWeatherMap cannot be reached (ECONNREFUSED)",
		"OpenWeatherMap cannot be reached",
	]);
	expectSecret(seen);
});

test("no answer is given up after 10 s, and the next is asked for in its time", async () => {
	const seen = await watched();
	const { stage, sky } = seen;
	sky.answer = () => new Promise<never>(() => {});
	await stage.clock.advance(everyMs + 9999);
	expect(stage.log).toEqual([]);
	await stage.clock.advance(1);
	expect(stage.log.map(({ why }) => why)).toEqual(["OpenWeatherMap gave no answer in time"]);
	await stage.clock.advance(everyMs);
	expect(sky.asked).toHaveLength(3);
	expectSecret(seen);
});

test("weather that cannot be kept is tried again at the next look", async () => {
	const { stage, sky } = await watched();
	await stage.post({ mode: 1 });
	const lamp = await stage.lamp();
	stage.store.isBroken = true;
	sky.turns({ id: 502 });
	await stage.clock.advance(everyMs);
	stage.store.isBroken = false;
	await stage.clock.advance(everyMs);
	expect(lamp.take()).toEqual(["[cc:1:5:7]"]);
	expect(stage.log.map(({ event }) => event)).toEqual(["cloud-failed"]);
});

test("a node that looks at the weather takes nothing back that another has set", async () => {
	const { stage, sky } = await watched();
	const other = new CloudStage({ store: stage.store, clock: stage.clock });
	await stage.post({ mode: 1 });
	const lamp = await other.lamp();
	sky.turns({ id: 502 });
	stage.store.delayMs = 5;
	const off = stage.clock.advance(everyMs + 100);
	stage.clock.after(everyMs, () => void other.put({ mode: "off" }));
	await off;
	expect((await other.get()).body).toEqual({ mode: "off" });
	expect(lamp.take().at(-1)).toBe("[cc:0:?:?]");
	expect(await other.config()).toMatchObject({ weather: { weather: 5, intensity: 7 } });
});

test("two nodes that look at the same sky tell their lamps once", async () => {
	const sky = new FakeSky();
	const { stage } = await watched({}, sky);
	const other = new CloudStage({
		cloud: { weather: { provider: "openweathermap", city: 2661552 } },
		weatherApiKey: key,
		fetch: sky.fetch,
		store: stage.store,
		clock: stage.clock,
	});
	await stage.post({ mode: 1 });
	const lamps = [await stage.lamp(), await other.lamp()];
	sky.turns({ id: 502 });
	await stage.clock.advance(everyMs);
	for (const lamp of lamps) expect(lamp.take()).toEqual(["[cc:1:5:7]"]);
});

test.each(["between two looks", "during a look"])("a stop %s leaves no timer", async (when) => {
	const { stage, sky } = await watched();
	if (when === "during a look") {
		sky.answer = () => new Promise<never>(() => {});
		await stage.clock.advance(everyMs);
	}
	await stage.host.drain(0);
	await stage.turn();
	expect([stage.clock.pending, stage.log]).toEqual([0, []]);
});
