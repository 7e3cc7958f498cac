import { isJsonObject, type JsonValue, parseJson } from "@gw-sim/core";
import { ConformanceFailure } from "../../conformance.js";
import { color, off, type Shown, type ShownColor, type ShownWeather, weather } from "../shown.js";
import type { CloudTarget, HttpAnswer } from "./target.js";

/** What `GET /config` has of the display, besides the mode. */
export interface ConfigPage {
	/** In the words of the page. */
	readonly mode: "off" | "weather" | "manual";
	readonly weather: ShownWeather;
	readonly manual: ShownColor;
}

/** Reads what the lamps show, by whatever the target gives. */
export async function readDisplay(target: CloudTarget): Promise<Shown> {
	if (target.control !== undefined) return shownIn(await target.control());
	const { mode, weather, manual } = await readConfig(target);
	if (mode === "weather") return weather;
	return mode === "manual" ? manual : off;
}

/**
 * Sets what the lamps show; without the control API weather is the gateway's own.
 * @throws ConformanceFailure where that is refused.
 */
export async function setDisplay({ control, http }: CloudTarget, shown: Shown): Promise<void> {
	if (control !== undefined) {
		expectAnswer(await control(shown), 200);
		return;
	}
	const body = JSON.stringify(configChange(shown));
	const answer = await http?.({ method: "POST", path: "/config", body });
	if (answer !== undefined) expectAnswer(answer, 200);
}

/** The body of `POST /config` that shows this. */
function configChange(shown: Shown): object {
	switch (shown.mode) {
		case "off":
			return { mode: 0 };
		case "weather":
			return { mode: 1 };
		case "color":
			return { mode: 2, color: shown.color.join(","), pulse: shown.pulse };
	}
}

/** What the body of the control API shows, which has exactly these keys. */
export function shownIn(answer: HttpAnswer): Shown {
	expectAnswer(answer, 200);
	const body = parseJson(answer.body);
	const shown = body === undefined ? null : shownOf(body);
	if (shown === null) throw new ConformanceFailure(`expected what is shown, got ${answer.body}`);
	return shown;
}

/** `GET /config`, which has exactly the keys of the origin's. */
export async function readConfig({ http }: CloudTarget): Promise<ConfigPage> {
	const answer = await http?.({ method: "GET", path: "/config" });
	if (answer === undefined) throw new ConformanceFailure("the target gives no http");
	expectAnswer(answer, 200);
	const body = parseJson(answer.body);
	const page = body === undefined ? null : pageOf(body);
	if (page === null) throw new ConformanceFailure(`/config: unexpected ${answer.body}`);
	return page;
}

/** @throws ConformanceFailure where the status is another. */
export function expectAnswer({ status, body }: HttpAnswer, wanted: number): void {
	if (status !== wanted)
		throw new ConformanceFailure(`expected HTTP ${wanted}, got ${status} ${body.slice(0, 200)}`);
}

function shownOf(value: JsonValue): Shown | null {
	if (hasKeys(value, "mode") && value.mode === "off") return off;
	if (hasKeys(value, "mode", "weather", "intensity") && value.mode === "weather")
		return weatherOf(value.weather, value.intensity);
	if (!hasKeys(value, "mode", "color", "pulse") || value.mode !== "color") return null;
	return Array.isArray(value.color) ? colorOf(value.color, value.pulse) : null;
}

function pageOf(value: JsonValue): ConfigPage | null {
	if (!hasKeys(value, "mode", "weather", "manual")) return null;
	const { mode, weather, manual } = value;
	if (mode !== "off" && mode !== "weather" && mode !== "manual") return null;
	if (!hasKeys(weather, "weather", "intensity") || !hasKeys(manual, "color", "pulse")) return null;
	const known = weatherOf(weather.weather, weather.intensity);
	const { color } = manual;
	const isText = typeof color === "string" && /^\d+,\d+,\d+$/.test(color);
	const chosen = isText ? colorOf(color.split(",").map(Number), manual.pulse) : null;
	return known === null || chosen === null ? null : { mode, weather: known, manual: chosen };
}

function weatherOf(code: unknown, intensity: unknown): ShownWeather | null {
	if (typeof code !== "number" || !Number.isInteger(code) || code < 1 || code > 9) return null;
	if (typeof intensity !== "number" || intensity < 0 || intensity > 10) return null;
	return weather(code, intensity);
}

function colorOf(channels: readonly unknown[], pulse: unknown): ShownColor | null {
	const [red, green, blue] = channels;
	if (channels.length !== 3 || !isChannel(red) || !isChannel(green) || !isChannel(blue))
		return null;
	const isPulse = typeof pulse === "number" && Number.isInteger(pulse) && pulse >= 0 && pulse <= 9;
	return isPulse ? color(red, green, blue, pulse) : null;
}

function isChannel(value: unknown): value is number {
	return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255;
}

function hasKeys<Key extends string>(
	value: JsonValue | undefined,
	...keys: readonly Key[]
): value is { readonly [K in Key]: JsonValue } {
	return (
		value !== undefined &&
		isJsonObject(value) &&
		Object.keys(value).length === keys.length &&
		keys.every((key) => Object.hasOwn(value, key))
	);
}
