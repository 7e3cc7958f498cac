import { seededRandom } from "@gw-sim/core";
import { type ReferenceServer, startServer } from "@gw-sim/server";
import { systemRandom } from "@gw-sim/transport";
import { readConfig, readWeatherApiKey } from "../config-file.js";
import { ExitCode } from "../exit-code.js";
import { listeningEvent } from "../listening.js";
import { logOutput } from "../log-output.js";
import { openStore } from "../open-store.js";
import type { ServeOptions } from "../options/serve.js";
import { onStdoutGone } from "../stdout.js";
import { stopSignal } from "../stop-signal.js";

/** `gw-sim serve`: runs the reference server until it is told to stop. */
export async function serve(options: ServeOptions): Promise<number> {
	const stop = stopSignal({ stopOnEof: options.stopOnEof === true });
	const log = logOutput(options.json !== true && process.stderr.isTTY);
	const warn = (message: string): void => log("warn", "config", { message });
	const config = await readConfig(options.config, warn);
	const weatherApiKey = await readWeatherApiKey(config, options.config, warn);
	const random = options.seed === undefined ? systemRandom : seededRandom(options.seed);
	const store = await openStore(options.data, random);
	const { host, port, dedicate: dedicated } = options;
	const server = await startServer({
		store,
		config,
		host,
		port,
		dedicated,
		random,
		log,
		weatherApiKey,
	}).catch(async (error: unknown) => {
		await store.close();
		throw error;
	});
	if (options.json) process.stdout.write(`${JSON.stringify(listeningEvent(server))}\n`);
	else process.stdout.write(welcome(server, options.data));
	if (options.data === undefined)
		log("info", "started", { store: "memory", hint: "state is lost at the end; --data keeps it" });
	else log("info", "started", { store: options.data });
	if (options.seed !== undefined)
		log("warn", "seeded", { hint: "ids are predictable: --seed is for tests only" });

	await stopped(stop);
	await server.close();
	log("info", "stopped", {});
	return ExitCode.done;
}

function stopped(stop: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (stop.aborted) resolve();
		stop.addEventListener("abort", () => resolve());
		onStdoutGone(resolve);
	});
}

function welcome(
	{ url, endpoints, dedicated, development }: ReferenceServer,
	folder: string | undefined,
): string {
	const rows = [
		...Object.entries(endpoints),
		...Object.entries(dedicated).map(([protocol, at]) => [`${protocol} only`, at] as const),
		["control", `${url}/api/v0`],
		...Object.values(development).map((token: string) => ["chat token", token] as const),
	];
	const lines = rows.map(([name = "", at]) => `  ${name.padEnd(10)} ${at}`);
	const state = folder === undefined ? "state in memory, --data keeps it" : `state in ${folder}`;
	return `gw-sim reference server on ${url}, ${state}\n${lines.join("\n")}\nCtrl-C stops it.\n`;
}
