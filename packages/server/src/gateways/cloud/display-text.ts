import { isJsonObject, type JsonObject, type JsonValue, parseJson } from "@gw-sim/core";
import {
	type Display,
	defaultManual,
	defaultWeather,
	readShow,
	type Show,
	withShow,
} from "@gw-sim/protocols/cloud";

/** The display before anybody has chosen anything. */
const initial: Display = { mode: "off", weather: defaultWeather, manual: defaultManual };

/** A display as it is kept; equal displays give equal text. */
export function displayText({ mode, weather, manual }: Display): string {
	const { color, pulse } = manual;
	return JSON.stringify({
		mode,
		weather: { weather: weather.weather, intensity: weather.intensity },
		manual: { color, pulse },
	});
}

/** The display that is kept; of what another version may have written, what can be shown. */
export function displayIn(text: string | null): Display {
	const kept = text === null ? undefined : parseJson(text);
	if (!isJsonObject(kept)) return initial;
	const known = [showIn("weather", kept.weather), showIn("color", kept.manual)].reduce(
		(display: Display, show) => (show === null ? display : withShow(display, show)),
		initial,
	);
	const { mode } = kept;
	return mode === "weather" || mode === "color" ? { ...known, mode } : { ...known, mode: "off" };
}

function showIn(mode: Show["mode"], fields: JsonValue | undefined): Show | null {
	const body: JsonObject = isJsonObject(fields) ? { ...fields, mode } : { mode };
	const reading = readShow(body);
	return reading.ok ? reading.value : null;
}
