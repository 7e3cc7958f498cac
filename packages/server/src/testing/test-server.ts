import { seededRandom } from "@gw-sim/core";
import { parseConfig, type ReferenceServer, type ServerOptions, startServer } from "@gw-sim/server";
import { MemoryStore } from "@gw-sim/store";
import { systemClock } from "@gw-sim/transport";
import { onTestFinished } from "vitest";
import { RawClient } from "./raw-client.js";

export interface TestServer extends ReferenceServer {
	/** A socket on the hub, ended with the test. */
	lock(query?: string, protocols?: string[], headers?: Record<string, string>): Promise<RawClient>;
	call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
	/** A value in /metrics, by its name and labels as they stand there; 0 where it is absent. */
	metric(sample: string): Promise<number>;
}

/** A reference server for one test, on a free port, with state in memory. */
export async function testServer(
	config: unknown = {},
	options: Partial<ServerOptions> = {},
): Promise<TestServer> {
	const random = seededRandom("test");
	const server = await startServer({
		store: new MemoryStore({ clock: systemClock, random }),
		random,
		config: parseConfig(config),
		...options,
	});
	const clients: RawClient[] = [];
	onTestFinished(async () => {
		for (const client of clients) client.close();
		await server.close();
	});
	return {
		...server,
		async lock(query = "name=a&vsn=2.0.0", protocols, headers) {
			const client = await RawClient.open(`${server.endpoints.lock}?${query}`, protocols, headers);
			clients.push(client);
			return client;
		},
		async call(method, path, body) {
			const response = await fetch(`${server.url}/api/v0${path}`, {
				method,
				...(body === undefined
					? {}
					: { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
			});
			return { status: response.status, body: await response.json() };
		},
		async metric(sample) {
			const text = await (await fetch(`${server.url}/metrics`)).text();
			const line = text.split("\n").find((candidate) => candidate.startsWith(`${sample} `));
			return Number(line?.slice(sample.length + 1) ?? 0);
		},
	};
}
