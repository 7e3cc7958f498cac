import type { Manual, Rgb, Weather, WeatherCode } from "./messages.js";

/** The secret of the founding document, which every server has that is told no other. */
export const defaultSecret = "cloud-my-butt";

/** How often a server that was told nothing else sends what is shown once more. */
export const defaultRepeatMs = 60_000;
/** How long a lamp may take to send the secret. */
export const defaultHandshakeTimeoutMs = 10_000;
/** How often a server sends each lamp a WebSocket ping; a lamp that misses two is gone. */
export const serverPingIntervalMs = 30_000;
/** A longer frame is closed with 1009. */
export const defaultMaxPayloadBytes = 65_536;

/** The server's weather before any other is known. */
export const defaultWeather: Weather = { weather: 3, intensity: 9 };
/** The colour before any other was chosen. */
export const defaultManual: Manual = { color: [255, 255, 255], pulse: 0 };

/** The strongest weather and the strongest pulse; the weakest are 0. */
export const maxIntensity = 10;
export const maxPulse = 9;
const maxChannel = 255;

export function isWeatherCode(value: unknown): value is WeatherCode {
	return isWhole(value, 9) && value > 0;
}

/** Whether a server may send this: 0 to 10, with fractions. */
export function isIntensity(value: unknown): value is number {
	return typeof value === "number" && value >= 0 && value <= maxIntensity;
}

/** Whether a server may send this: 0 to 9, whole. */
export function isPulse(value: unknown): value is number {
	return isWhole(value, maxPulse);
}

/** Whether a server may send this: three whole numbers from 0 to 255. */
export function isRgb(value: unknown): value is Rgb {
	return (
		Array.isArray(value) &&
		value.length === 3 &&
		value.every((channel) => isWhole(channel, maxChannel))
	);
}

/** A lamp's reading of a channel that may be out of range, or have a fraction. */
export function nearestChannel(value: number): number {
	return clamp(Math.round(value), maxChannel);
}

/** The nearest number from 0 to `max`. */
export function clamp(value: number, max: number): number {
	return Math.min(max, Math.max(0, value));
}

function isWhole(value: unknown, max: number): value is number {
	return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= max;
}
