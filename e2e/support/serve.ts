import { gwSim, type Process } from "./process.js";

export interface Served {
	readonly process: Process;
	/** `http://127.0.0.1:port` */
	readonly url: string;
	readonly port: number;
	/** The lock hub's endpoint. */
	readonly lock: string;
	readonly listening: Record<string, unknown>;
	call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
}

/** Starts the built `gw-sim serve` and waits until it listens. */
export async function serve(args: readonly string[] = [], port = 0): Promise<Served> {
	const process = gwSim(["serve", "--json", "--port", String(port), ...args]);
	const listening = await process.event({ event: "listening" });
	const url = String(listening.url);
	return {
		process,
		url,
		port: Number(new URL(url).port),
		lock: `${url.replace("http:", "ws:")}/socket/websocket`,
		listening,
		async call(method, path, body) {
			const response = await fetch(`${url}/api/v0${path}`, {
				method,
				headers: { "content-type": "application/json", connection: "close" },
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
			});
			return { status: response.status, body: await response.json() };
		},
	};
}
