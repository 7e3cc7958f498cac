import type { Protocol, ReferenceServer, ServerConfig } from "@gw-sim/server";
import type { Device, NamedCommand } from "@gw-sim/simulator-engine";
import { type Dial, FaultLine, systemClock, systemRandom } from "@gw-sim/transport";
import { wsDial } from "@gw-sim/transport/node";
import { drivenByLines, runDevice, type TerminalFace } from "./device-process.js";
import { ExitCode } from "./exit-code.js";
import { listeningEvent } from "./listening.js";
import type { DeviceOptions } from "./options/device.js";
import { startOwnServer } from "./own-server.js";
import { paint } from "./paint.js";
import { stopSignal } from "./stop-signal.js";

/** Where a device lives. */
interface DeviceHome {
	/** The gateway's endpoint. */
	readonly url: string;
	/** Every random choice of the device follows from it. */
	readonly seed: string;
	/** Connects through the faults that the device's link may be given. */
	readonly dial: Dial;
	/** The server that was started for the device alone; undefined where it has a gateway already. */
	readonly server: ReferenceServer | undefined;
}

export interface DeviceCommandOptions<
	Command extends NamedCommand,
	Own extends { readonly event: string },
> {
	readonly protocol: Protocol;
	readonly options: DeviceOptions;
	/** Of the server that is started for the device alone. @defaultValue every default */
	readonly serverConfig?: ServerConfig;
	make(home: DeviceHome): {
		readonly device: Device<Command, Own>;
		readonly terminal: TerminalFace;
	};
}

/**
 * Runs a device until it is told to stop or gives up, on a server of its own where it was given no
 * URL; the result is the process's exit code.
 */
export async function deviceCommand<
	Command extends NamedCommand,
	Own extends { readonly event: string },
>({ protocol, options, serverConfig, make }: DeviceCommandOptions<Command, Own>): Promise<number> {
	const stop = stopSignal();
	const seed = options.seed ?? String(Math.floor(systemRandom() * 2 ** 32));
	const server =
		options.url === undefined ? await startOwnServer(options.seed, serverConfig) : undefined;
	try {
		if (stop.aborted && server !== undefined) return ExitCode.interrupted;
		const url = options.url ?? server?.endpoints[protocol] ?? "";
		const link = new FaultLine({ clock: systemClock, seed: `${seed}/faults` });
		const { device, terminal } = make({ url, seed, dial: link.dial(wsDial()), server });
		const announce = (): void => announceServer(server, options);
		return await runDevice({
			device,
			protocol,
			url,
			seed,
			link,
			options,
			stop,
			terminal,
			announce,
		});
	} finally {
		await server?.close();
	}
}

/** Says where the server is that was started for the device alone. */
function announceServer(server: ReferenceServer | undefined, options: DeviceOptions): void {
	if (server === undefined) return;
	if (drivenByLines(options)) process.stdout.write(`${JSON.stringify(listeningEvent(server))}\n`);
	else if (options.quiet !== true)
		process.stdout.write(
			`${paint("dim", `reference server on ${server.url}, in memory (or use --url)`)}\n`,
		);
}
