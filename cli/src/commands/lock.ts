import { UsageError } from "@gw-sim/core";
import { parseCommand } from "@gw-sim/simulator-engine";
import { LockDevice, lockCommands, lockSerial } from "@gw-sim/simulator-lock";
import { systemClock } from "@gw-sim/transport";
import { deviceCommand } from "../device-command.js";
import { keyTerminal } from "../key-terminal.js";
import { lockKeys } from "../lock/keys.js";
import { lockLines } from "../lock/lines.js";
import type { LockOptions } from "../options/lock.js";
import { givenToken } from "../secrets.js";

/** `gw-sim lock`: runs a smart lock until it is told to stop. */
export async function lock(options: LockOptions): Promise<number> {
	const token = await givenToken(options);
	const tag = tagUid(options.tag);
	return deviceCommand({
		protocol: "lock",
		options,
		make({ url, seed, dial }) {
			const device = new LockDevice({
				url,
				seed,
				dial,
				clock: systemClock,
				serial: options.serial ?? lockSerial(seed),
				vsn: options.vsn,
				holdMs: options.holdMs,
				travelMs: options.travelMs,
				...(options.name === undefined ? {} : { name: options.name }),
				...(token === undefined ? {} : { authToken: token }),
				...(options.maxRetries === undefined ? {} : { maxRetries: options.maxRetries }),
			});
			const describe = lockLines();
			const keys = lockKeys(device, url, tag);
			return { device, terminal: keyTerminal({ device, describe, keys }) };
		},
	});
}

/** @throws UsageError for what no reader could read. */
function tagUid(text: string): string {
	const parsed = parseCommand(JSON.stringify({ cmd: "present-tag", uid: text }), lockCommands);
	if (!parsed.ok) throw new UsageError(`--tag: ${parsed.problem}`);
	return parsed.command.cmd === "present-tag" ? parsed.command.uid : text;
}
