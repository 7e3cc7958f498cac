import { UsageError } from "@gw-sim/core";
import type { ReferenceServer } from "@gw-sim/server";
import { parseCommand } from "@gw-sim/simulator-engine";
import { LockDevice, lockCommands, lockSerial } from "@gw-sim/simulator-lock";
import { systemClock, systemRandom } from "@gw-sim/transport";
import { readSecret } from "../config-file.js";
import { drivenByLines, runDevice } from "../device-process.js";
import { ExitCode } from "../exit-code.js";
import { listeningEvent } from "../listening.js";
import { lockKeys } from "../lock/keys.js";
import { lockLines } from "../lock/lines.js";
import type { LockOptions } from "../options.js";
import { startOwnServer } from "../own-server.js";
import { paint } from "../paint.js";
import { stopSignal } from "../stop-signal.js";

/** `gw-sim lock`: runs a smart lock until it is told to stop. */
export async function lock(options: LockOptions): Promise<number> {
	const stop = stopSignal();
	const seed = options.seed ?? String(Math.floor(systemRandom() * 2 ** 32));
	const token = await authToken(options);
	const tag = tagUid(options.tag);
	const server = options.url === undefined ? await startOwnServer(options.seed) : undefined;
	try {
		if (stop.aborted && server !== undefined) return ExitCode.interrupted;
		const url = options.url ?? server?.endpoints.lock ?? "";
		const device = new LockDevice({
			url,
			seed,
			clock: systemClock,
			serial: options.serial ?? lockSerial(seed),
			vsn: options.vsn,
			holdMs: options.holdMs,
			travelMs: options.travelMs,
			...(options.name === undefined ? {} : { name: options.name }),
			...(token === undefined ? {} : { authToken: token }),
			...(options.maxRetries === undefined ? {} : { maxRetries: options.maxRetries }),
		});
		return await runDevice({
			device,
			protocol: "lock",
			url,
			seed,
			options,
			stop,
			describe: lockLines(options.vsn === "1.0.0" ? 1 : 2),
			keys: lockKeys(device, url, tag),
			announce: () => announce(server, options),
		});
	} finally {
		await server?.close();
	}
}

/** Says where the server is that was started for the device alone. */
function announce(server: ReferenceServer | undefined, options: LockOptions): void {
	if (server === undefined) return;
	if (drivenByLines(options)) process.stdout.write(`${JSON.stringify(listeningEvent(server))}\n`);
	else if (options.quiet !== true)
		process.stdout.write(
			`${paint("dim", `reference server on ${server.url}, in memory (or use --url)`)}\n`,
		);
}

/** @throws UsageError for what no reader could read. */
function tagUid(text: string): string {
	const parsed = parseCommand(JSON.stringify({ cmd: "present-tag", uid: text }), lockCommands);
	if (!parsed.ok) throw new UsageError(`--tag: ${parsed.problem}`);
	return parsed.command.cmd === "present-tag" ? parsed.command.uid : text;
}

/** From the command line, a file or the environment, in this order. */
async function authToken({ token, tokenFile }: LockOptions): Promise<string | undefined> {
	if (token !== undefined) return token;
	if (tokenFile !== undefined) return readSecret(tokenFile, "--token-file", warn);
	return process.env.GW_SIM_TOKEN;
}

function warn(message: string): void {
	process.stderr.write(`gw-sim: ${message}\n`);
}
