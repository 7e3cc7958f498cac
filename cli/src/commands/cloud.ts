import { UsageError } from "@gw-sim/core";
import { parseConfig } from "@gw-sim/server";
import { CloudDevice } from "@gw-sim/simulator-cloud";
import { systemClock } from "@gw-sim/transport";
import { cloudKeys } from "../cloud/keys.js";
import { cloudLines } from "../cloud/lines.js";
import { cloudView } from "../cloud/view.js";
import { deviceCommand } from "../device-command.js";
import { liveTerminal } from "../live-terminal.js";
import type { CloudOptions } from "../options/cloud.js";
import { givenSecret } from "../secrets.js";

/** `gw-sim cloud`: runs a lamp until it is told to stop. */
export async function cloud(options: CloudOptions): Promise<number> {
	const secret = await givenSecret(options);
	if (secret === "") throw new UsageError("--secret must not be empty");
	const given = secret === undefined ? {} : { secret };
	return deviceCommand({
		protocol: "cloud",
		options,
		// A server of its own lets the lamp in, whatever its secret.
		serverConfig: parseConfig({ cloud: given }),
		make({ url, seed }) {
			const device = new CloudDevice({
				url,
				seed,
				clock: systemClock,
				leds: options.leds,
				whenOffline: options.whenOffline,
				...given,
				...(options.name === undefined ? {} : { name: options.name }),
				...(options.maxRetries === undefined ? {} : { maxRetries: options.maxRetries }),
			});
			const describe = cloudLines(device);
			const keys = cloudKeys(device, url);
			return {
				device,
				terminal: liveTerminal({ device, describe, keys, draw: cloudView(device) }),
			};
		},
	});
}
