import { UsageError } from "@gw-sim/core";
import { parseConfig } from "@gw-sim/server";
import { CloudDevice } from "@gw-sim/simulator-cloud";
import { systemClock } from "@gw-sim/transport";
import { cloudKeys } from "../cloud/keys.js";
import { cloudLines } from "../cloud/lines.js";
import { cloudView } from "../cloud/view.js";
import { deviceCommand } from "../device-command.js";
import { LampWithLeds } from "../leds/lamp-with-leds.js";
import type { OpenedLeds } from "../leds/open-leds.js";
import { liveTerminal } from "../live-terminal.js";
import type { CloudOptions } from "../options/cloud.js";
import { givenSecret } from "../secrets.js";

/** `gw-sim cloud`: runs a lamp until it is told to stop. */
export async function cloud(options: CloudOptions): Promise<number> {
	const secret = await givenSecret(options);
	if (secret === "") throw new UsageError("--secret must not be empty");
	const given = secret === undefined ? {} : { secret };
	const leds = await givenLeds(options);
	try {
		return await deviceCommand({
			protocol: "cloud",
			options,
			// A server of its own lets the lamp in, whatever its secret.
			serverConfig: parseConfig({ cloud: given }),
			make({ url, seed, dial }) {
				const lamp = new CloudDevice({
					url,
					seed,
					dial,
					clock: systemClock,
					leds: options.leds,
					whenOffline: options.whenOffline,
					...given,
					...(options.name === undefined ? {} : { name: options.name }),
					...(options.maxRetries === undefined ? {} : { maxRetries: options.maxRetries }),
				});
				const device: CloudDevice | LampWithLeds =
					leds === undefined ? lamp : new LampWithLeds({ lamp, leds });
				const describe = cloudLines(lamp);
				const keys = cloudKeys(lamp, url);
				const draw = cloudView(lamp, leds?.frame);
				return { device, terminal: liveTerminal({ device, describe, keys, draw }) };
			},
		});
	} finally {
		await leds?.close();
	}
}

/** The LEDs that were asked for; what they need is loaded for them alone. */
async function givenLeds({ ledPort, ...options }: CloudOptions): Promise<OpenedLeds | undefined> {
	if (ledPort === undefined) return undefined;
	const { openLeds } = await import("../leds/open-leds.js");
	return openLeds({ ...options, ledPort });
}
