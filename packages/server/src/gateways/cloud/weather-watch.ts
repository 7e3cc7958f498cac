import { type Cancel, type Clock, messageOf } from "@gw-sim/core";
import { type Weather, weatherOf } from "@gw-sim/protocols/cloud";
import type { LogFields, LogLevel } from "../../log.js";
import type { Metrics, Sample } from "../../metrics.js";
import { type Fetch, fetchWeather, type WeatherQuery } from "./open-weather-map.js";

/** How long an answer may take. */
const timeoutMs = 10_000;

export interface WeatherWatchOptions {
	readonly query: WeatherQuery;
	readonly everyMs: number;
	readonly fetch: Fetch;
	readonly clock: Clock;
	readonly metrics: Metrics;
	readonly log: (level: LogLevel, event: string, fields: LogFields) => void;
	/** There is other weather than at the last look; resolves to whether that was kept. */
	readonly changed: (weather: Weather) => Promise<boolean>;
}

/** Looks at the weather from time to time. A look that fails leaves the weather as it was. */
export class WeatherWatch {
	readonly #options: WeatherWatchOptions;
	readonly #looks: Readonly<Record<"ok" | "failed", Sample>>;
	readonly #isWell: Sample;
	/** What was kept of the looks so far. */
	#last: Weather | null = null;
	/** Why the last look failed; null where it did not. */
	#trouble: string | null = null;
	#abort = new AbortController();
	#timer: Cancel = () => {};
	#isStopped = false;

	constructor(options: WeatherWatchOptions) {
		const { metrics } = options;
		this.#options = options;
		const looks = (result: string): Sample =>
			metrics.counter("gw_sim_weather_looks_total", "Looks at the weather.", { result });
		this.#looks = { ok: looks("ok"), failed: looks("failed") };
		this.#isWell = metrics.gauge("gw_sim_weather_ok", "1 while looks at the weather succeed.");
	}

	/** Looks at once, and then again and again. */
	start(): void {
		void this.#look().then(() => {
			if (this.#isStopped) return;
			this.#timer = this.#options.clock.after(this.#options.everyMs, () => this.start());
		});
	}

	stop(): void {
		this.#isStopped = true;
		this.#timer();
		this.#abort.abort();
	}

	async #look(): Promise<void> {
		try {
			const weather = await this.#fetch();
			if (this.#isStopped) return;
			this.#note(null);
			if (weather.weather === this.#last?.weather && weather.intensity === this.#last.intensity)
				return;
			if (await this.#options.changed(weather)) this.#last = weather;
		} catch (error) {
			if (!this.#isStopped) this.#note(messageOf(error));
		}
	}

	async #fetch(): Promise<Weather> {
		const { query, fetch, clock } = this.#options;
		const abort = new AbortController();
		this.#abort = abort;
		const cancel = clock.after(timeoutMs, () => abort.abort());
		try {
			const report = await fetchWeather(fetch, query, abort.signal);
			return weatherOf(report, clock.wallTime() / 1000);
		} finally {
			cancel();
		}
	}

	/** Counts a look, and logs it where it went otherwise than the one before. */
	#note(trouble: string | null): void {
		const { log } = this.#options;
		this.#looks[trouble === null ? "ok" : "failed"].value++;
		this.#isWell.value = trouble === null ? 1 : 0;
		if (trouble === this.#trouble) return;
		this.#trouble = trouble;
		if (trouble === null) log("info", "weather-well", {});
		else log("warn", "weather-failed", { why: trouble });
	}
}
