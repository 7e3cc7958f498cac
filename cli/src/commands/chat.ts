import { UsageError } from "@gw-sim/core";
import { ChatDevice } from "@gw-sim/simulator-chat";
import { systemClock } from "@gw-sim/transport";
import { chatLines } from "../chat/lines.js";
import { chatSlashCommands } from "../chat/slash-commands.js";
import { deviceCommand } from "../device-command.js";
import { lineTerminal } from "../line-terminal.js";
import type { ChatOptions } from "../options/chat.js";
import { givenToken } from "../secrets.js";

/** `gw-sim chat`: somebody in the chat, until told to stop. */
export async function chat(options: ChatOptions): Promise<number> {
	const given = await givenToken(options);
	if (given === undefined && options.url !== undefined)
		throw new UsageError(
			"a gateway of your own needs a token: give --token-file, --token or GW_SIM_TOKEN (gw-sim token makes one)",
		);
	return deviceCommand({
		protocol: "chat",
		options,
		make({ url, seed, dial, server }) {
			const device = new ChatDevice({
				url,
				seed,
				dial,
				clock: systemClock,
				token: given ?? server?.development.chatToken ?? "",
				...(options.room === undefined ? {} : { room: options.room }),
				...(options.name === undefined ? {} : { name: options.name }),
				...(options.chatter === undefined ? {} : { chatterPerMinute: options.chatter }),
				...(options.maxRetries === undefined ? {} : { maxRetries: options.maxRetries }),
			});
			const terminal = lineTerminal({
				device,
				describe: chatLines(),
				say: (content) => ({ cmd: "say", content }),
				commands: chatSlashCommands,
			});
			return { device, terminal };
		},
	});
}
