import type { Fetch } from "../open-weather-map.js";

/** What OpenWeatherMap answers; absent parts as it has them on a quiet day. */
export interface Sky {
	readonly id: number;
	readonly clouds?: number;
	readonly sunrise?: number;
	readonly sunset?: number;
}

/** An answer of OpenWeatherMap 2.5, with all that its real ones have. */
export function report({ id, clouds = 20, sunrise = 1, sunset = 2 }: Sky): string {
	return JSON.stringify({
		coord: { lon: 8.55, lat: 47.37 },
		weather: [
			{ id, main: "Sky", description: "as it is", icon: "01d" },
			{ id: 701, main: "Mist", description: "mist", icon: "50d" },
		],
		base: "stations",
		main: { temp: 281.1, pressure: 1023, humidity: 81 },
		visibility: 10000,
		wind: { speed: 2.1, deg: 60 },
		clouds: { all: clouds },
		dt: 1485789600,
		sys: { type: 1, id: 6013, country: "CH", sunrise, sunset },
		id: 2661552,
		name: "Bern",
		cod: 200,
	});
}

/** Stands in for `fetch`: answers with what it was set to, and keeps what it was asked. */
export class FakeSky {
	readonly asked: URL[] = [];
	answer: () => Response | Promise<Response> = () => new Response(report({ id: 800 }));
	readonly fetch: Fetch = async (url, { signal }) => {
		this.asked.push(url);
		const given = new Promise<never>((_, reject) => {
			signal?.addEventListener("abort", () => reject(signal.reason));
		});
		return Promise.race([this.answer(), given]);
	};

	turns(sky: Sky): void {
		this.answer = () => new Response(report(sky));
	}

	/** It cannot be reached from now on; `fetch` says so as Node's does. */
	breaks(code: string): void {
		this.answer = () => {
			const cause = Object.assign(new Error(`connect ${code} ${this.asked.at(-1)}`), { code });
			throw new TypeError(`fetch failed: ${this.asked.at(-1)}`, { cause });
		};
	}
}
