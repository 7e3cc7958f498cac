import { PuffDevice } from "@gw-sim/simulator-puff";
import { systemClock } from "@gw-sim/transport";
import { deviceCommand } from "../device-command.js";
import { liveTerminal } from "../live-terminal.js";
import type { PuffOptions } from "../options/puff.js";
import { puffKeys } from "../puff/keys.js";
import { puffLines } from "../puff/lines.js";
import { puffPanel } from "../puff/panel.js";

/** `gw-sim puff`: runs a puff until it is told to stop. */
export async function puff(options: PuffOptions): Promise<number> {
	const { auto, compression, create, group, maxRetries, name, profile, speed } = options;
	return deviceCommand({
		protocol: "puff",
		options,
		make({ url, seed, dial }) {
			const device = new PuffDevice({
				url,
				seed,
				dial,
				clock: systemClock,
				profile,
				speed,
				...(auto === undefined ? {} : { auto }),
				...(group === undefined ? {} : { group }),
				...(create === undefined ? {} : { create }),
				...(name === undefined ? {} : { name }),
				...(compression === undefined ? {} : { compression }),
				...(maxRetries === undefined ? {} : { maxRetries }),
			});
			const terminal = liveTerminal({
				device,
				describe: puffLines(),
				keys: puffKeys(device),
				draw: (columns) => puffPanel(device, columns),
			});
			return { device, terminal };
		},
	});
}
