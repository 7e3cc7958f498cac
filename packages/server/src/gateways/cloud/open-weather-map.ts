import { EnvironmentError, parseJson } from "@gw-sim/core";
import type { WeatherReport } from "@gw-sim/protocols/cloud";
import * as v from "valibot";

/** The platform's `fetch`, or one that stands in for it. */
export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

export interface WeatherQuery {
	/** The API up to `/weather`; null for its public address. */
	readonly baseUrl: string | null;
	/** OpenWeatherMap's number of the city. */
	readonly city: string;
	readonly apiKey: string;
}

const publicUrl = "https://api.openweathermap.org/data/2.5";

/** An answer weighs half a kilobyte. */
const maxBytes = 65_536;

const finite = v.pipe(v.number(), v.finite());

/** `GET /data/2.5/weather`; the rest of it is not needed. */
const answer = v.object({
	weather: v.looseTuple([v.object({ id: finite })]),
	clouds: v.optional(v.object({ all: v.optional(finite, 0) }), {}),
	// Near the poles there are days without them.
	sys: v.optional(
		v.object({ sunrise: v.nullish(finite, null), sunset: v.nullish(finite, null) }),
		{},
	),
});

const hints: Readonly<Record<number, string>> = {
	401: ", which refuses the API key",
	404: ", which does not know the city",
	429: ", since it was asked too often",
};

/**
 * The present weather of a city.
 * @throws EnvironmentError `weather-failed`, whose text and whose cause have nothing of the request,
 * since the key is a part of that.
 */
export async function fetchWeather(
	fetch: Fetch,
	{ baseUrl, city, apiKey }: WeatherQuery,
	signal: AbortSignal,
): Promise<WeatherReport> {
	const url = new URL(`${(baseUrl ?? publicUrl).replace(/\/+$/, "")}/weather`);
	url.search = new URLSearchParams({ id: city, appid: apiKey }).toString();
	const text = await ask(fetch, url, signal).catch((error: unknown) => {
		throw signal.aborted ? failure("gave no answer in time") : explained(error);
	});
	const result = v.safeParse(answer, parseJson(text));
	if (!result.success) throw failure("gave an answer of another form");
	const {
		weather: [{ id: condition }],
		clouds,
		sys,
	} = result.output;
	return {
		condition,
		cloudiness: clouds.all,
		sunriseS: sys.sunrise,
		sunsetS: sys.sunset,
	};
}

async function ask(fetch: Fetch, url: URL, signal: AbortSignal): Promise<string> {
	// A redirect would be told the key.
	const response = await fetch(url, { signal, redirect: "manual" });
	const { status, body } = response;
	if (status !== 200) {
		await body?.cancel();
		throw failure(`answered HTTP ${status}${hints[status] ?? ""}`);
	}
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of body ?? []) {
		size += chunk.length;
		if (size > maxBytes) throw failure(`answered more than ${maxBytes} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString();
}

/** What kept `fetch` from its answer, by the system's name for it: its own words may hold the URL. */
function explained(error: unknown): EnvironmentError {
	if (error instanceof EnvironmentError) return error;
	const cause = error instanceof Error ? error.cause : undefined;
	const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
	return failure(`cannot be reached${/^[A-Z][A-Z0-9_]+$/.test(code) ? ` (${code})` : ""}`);
}

function failure(what: string): EnvironmentError {
	return new EnvironmentError(`OpenWeatherMap ${what}`, { code: "weather-failed" });
}
