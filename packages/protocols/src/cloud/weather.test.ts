import { type WeatherReport, weatherOf } from "@gw-sim/protocols/cloud";
import { describe, expect, test } from "vitest";

const sunriseS = 1_500_000_000;
const sunsetS = sunriseS + 50_000;
const noonS = sunriseS + 20_000;
const report = (condition: number, cloudiness = 0): WeatherReport => ({
	condition,
	cloudiness,
	sunriseS,
	sunsetS,
});

/** Condition, code, intensity: one line for each condition that has one of its own. */
const conditions: readonly (readonly [number, number, number])[] = [
	[200, 6, 1],
	[201, 6, 3],
	[202, 6, 5],
	[210, 6, 4],
	[211, 6, 5],
	[212, 6, 7],
	[221, 6, 9],
	[230, 6, 1],
	[231, 6, 3],
	[232, 6, 5],
	[300, 5, 1],
	[301, 5, 3],
	[302, 5, 5],
	[310, 5, 3],
	[311, 5, 0],
	[312, 5, 5],
	[313, 5, 5],
	[314, 5, 7],
	[321, 5, 2],
	[500, 5, 3],
	[501, 5, 5],
	[502, 5, 7],
	[503, 5, 8],
	[504, 5, 9],
	[511, 7, 5],
	[520, 5, 2],
	[521, 5, 3],
	[522, 5, 6],
	[531, 5, 7],
	[600, 7, 4],
	[601, 7, 5],
	[602, 7, 7],
	[611, 7, 2],
	[612, 7, 3],
	[615, 7, 3],
	[616, 7, 4],
	[620, 7, 4],
	[621, 7, 5],
	[622, 7, 6],
	[701, 8, 2],
	[711, 8, 4],
	[721, 8, 6],
	[731, 8, 4],
	[741, 8, 4],
	[751, 8, 4],
	[761, 8, 3],
	[762, 8, 8],
	[771, 9, 6],
	[781, 9, 9],
	[800, 3, 9],
	[801, 3, 7],
	[900, 9, 9],
	[901, 9, 9],
	[902, 9, 9],
	[903, 3, 5],
	[904, 3, 5],
	[905, 3, 5],
	[906, 6, 7],
	[951, 3, 8],
	[952, 9, 1],
	[953, 9, 1],
	[954, 9, 2],
	[955, 9, 3],
	[956, 9, 4],
	[957, 9, 5],
	[958, 9, 6],
	[959, 9, 6],
	[960, 9, 7],
	[961, 9, 8],
	[962, 9, 9],
];

test.each(conditions)("condition %i is %i of intensity %i", (condition, weather, intensity) => {
	expect(weatherOf(report(condition, 55), noonS)).toEqual({ weather, intensity });
});

test("any other condition is clear sky", () => {
	const known = new Set([...conditions.map(([condition]) => condition), 802, 803, 804]);
	for (const condition of [...Array(1100).keys(), -1, 500.5, Number.NaN])
		if (!known.has(condition))
			expect(weatherOf(report(condition, 55), noonS)).toEqual({ weather: 3, intensity: 9 });
});

test.each([
	[0, 0],
	[1, 1],
	[10, 1],
	[11, 2],
	[75, 8],
	[99.5, 10],
	[100, 10],
	[250, 10],
	[-5, 0],
])("%d % of clouds are of intensity %i", (cloudiness, intensity) => {
	for (const condition of [802, 803, 804])
		expect(weatherOf(report(condition, cloudiness), noonS)).toEqual({ weather: 4, intensity });
});

describe("twilight", () => {
	const minutes = 60;
	const rain = { weather: 5, intensity: 5 };

	test.each([
		["sunrise", sunriseS - 40 * minutes, 1],
		["sunset", sunsetS, 2],
	])("%s goes before the condition, for 40 minutes without their ends", (_, beginS, weather) => {
		const at = (seconds: number): unknown => weatherOf(report(501), beginS + seconds);
		expect(at(-1)).toEqual(rain);
		expect(at(0)).toEqual(rain);
		expect(at(0.001)).toEqual({ weather, intensity: 0.01 });
		expect(at(1)).toEqual({ weather, intensity: 0.01 });
		expect(at(3)).toEqual({ weather, intensity: 0.02 });
		expect(at(1000)).toEqual({ weather, intensity: 4.17 });
		expect(at(1200)).toEqual({ weather, intensity: 5 });
		expect(at(2399)).toEqual({ weather, intensity: 10 });
		expect(at(2400)).toEqual(rain);
	});

	test("its intensity is the progress, rounded up to two decimals, at every second", () => {
		for (let s = 1; s < 2400; s++) {
			const { intensity } = weatherOf(report(501), sunsetS + s);
			// In hundredths and whole numbers: 1000 of them in 2400 s.
			expect(intensity).toBe(Math.floor((s * 1000 + 2399) / 2400) / 100);
		}
	});

	test("a day without sunrise or sunset has none", () => {
		const polar = { ...report(501), sunriseS: null, sunsetS: null };
		for (const nowS of [sunriseS - 100, sunsetS + 100])
			expect(weatherOf(polar, nowS)).toEqual(rain);
	});
});
