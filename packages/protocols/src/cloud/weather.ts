import type { Weather, WeatherCode } from "./messages.js";
import { clamp, defaultWeather, maxIntensity } from "./rules.js";

/** What OpenWeatherMap 2.5 tells of a city's present weather. Times in seconds since 1970. */
export interface WeatherReport {
	/** OpenWeatherMap's number of the kind of weather, as 501. */
	readonly condition: number;
	/** Percent of the sky. */
	readonly cloudiness: number;
	/** Null where the sun does not rise that day. */
	readonly sunriseS: number | null;
	readonly sunsetS: number | null;
}

/** Sunrise is shown for as long before the sun is up, and sunset for as long after it is down. */
const twilightS = 40 * 60;

/** The intensity by condition, for each code that the original server makes of conditions. */
const intensities: readonly (readonly [WeatherCode, Readonly<Record<number, number>>])[] = [
	[3, { 800: 9, 801: 7, 903: 5, 904: 5, 905: 5, 951: 8 }],
	[5, { 300: 1, 301: 3, 302: 5, 310: 3, 311: 0, 312: 5, 313: 5, 314: 7, 321: 2 }],
	[5, { 500: 3, 501: 5, 502: 7, 503: 8, 504: 9, 520: 2, 521: 3, 522: 6, 531: 7 }],
	[6, { 200: 1, 201: 3, 202: 5, 210: 4, 211: 5, 212: 7, 221: 9, 230: 1, 231: 3, 232: 5, 906: 7 }],
	[7, { 511: 5, 600: 4, 601: 5, 602: 7, 611: 2, 612: 3, 615: 3, 616: 4, 620: 4, 621: 5, 622: 6 }],
	[8, { 701: 2, 711: 4, 721: 6, 731: 4, 741: 4, 751: 4, 761: 3, 762: 8 }],
	[9, { 771: 6, 781: 9, 900: 9, 901: 9, 902: 9, 952: 1, 953: 1, 954: 2, 955: 3, 956: 4 }],
	[9, { 957: 5, 958: 6, 959: 6, 960: 7, 961: 8, 962: 9 }],
];

const byCondition = new Map(
	intensities.flatMap(([weather, table]) =>
		Object.entries(table).map(([condition, intensity]): [number, Weather] => [
			Number(condition),
			{ weather, intensity },
		]),
	),
);

/** Few clouds are clear sky still; from scattered ones on their share of the sky counts. */
const cloudy: ReadonlySet<number> = new Set([802, 803, 804]);

/**
 * The weather to show at `nowS`, in seconds since 1970, as the original server maps it: twilight
 * before all else, then the condition. What it does not know is clear sky.
 */
export function weatherOf(report: WeatherReport, nowS: number): Weather {
	const { condition, cloudiness, sunriseS, sunsetS } = report;
	const rising = sunriseS === null ? null : twilight(nowS - (sunriseS - twilightS));
	if (rising !== null) return { weather: 1, intensity: rising };
	const setting = sunsetS === null ? null : twilight(nowS - sunsetS);
	if (setting !== null) return { weather: 2, intensity: setting };
	if (cloudy.has(condition))
		return { weather: 4, intensity: clamp(Math.ceil(cloudiness / 10), maxIntensity) };
	return byCondition.get(condition) ?? defaultWeather;
}

/**
 * The share that is past of a twilight which began `seconds` ago, 0 to 10 and rounded up to two
 * decimals; null outside, its two ends included. The single division leaves no error to round up.
 */
function twilight(seconds: number): number | null {
	if (!(seconds > 0 && seconds < twilightS)) return null;
	return Math.ceil((seconds * 100 * maxIntensity) / twilightS) / 100;
}
