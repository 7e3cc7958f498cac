import { RoomDevice } from "@gw-sim/simulator-room";
import { systemClock } from "@gw-sim/transport";
import { deviceCommand } from "../device-command.js";
import { drivenByLines } from "../device-process.js";
import { lineTerminal } from "../line-terminal.js";
import type { RoomOptions } from "../options/room.js";
import { roomLines } from "../room/lines.js";
import { roomSlashCommands } from "../room/slash-commands.js";

/** `gw-sim room`: somebody in a room, until told to stop. */
export async function room(options: RoomOptions): Promise<number> {
	return deviceCommand({
		protocol: "rooms",
		options,
		make({ url, seed, dial }) {
			const device = new RoomDevice({
				url,
				seed,
				dial,
				clock: systemClock,
				...(options.room === undefined ? {} : { room: options.room }),
				// A person who says nothing of it wants to hear the others.
				subscribe: options.subscribe ?? (drivenByLines(options) ? [] : ["chat"]),
				...(options.property === undefined ? {} : { properties: options.property }),
				...(options.name === undefined ? {} : { name: options.name }),
				...(options.chatter === undefined ? {} : { chatterPerMinute: options.chatter }),
				...(options.maxRetries === undefined ? {} : { maxRetries: options.maxRetries }),
			});
			const terminal = lineTerminal({
				device,
				describe: roomLines(),
				say: (data) => ({ cmd: "say", data }),
				commands: roomSlashCommands,
			});
			return { device, terminal };
		},
	});
}
