import type { SlashCommand } from "../line-terminal.js";

/** What one can do in a chat besides talking. */
export const chatSlashCommands: readonly SlashCommand[] = [
	{
		name: "typing",
		takes: "",
		does: "tell the others that you type",
		command: () => ({ cmd: "typing" }),
	},
	{
		name: "delete",
		takes: "MESSAGE-ID",
		does: "take a message back",
		command: (messageID) => ({ cmd: "delete", messageID }),
	},
	{
		name: "create",
		takes: "NAME",
		does: "create a room",
		command: (name) => ({ cmd: "create", name }),
	},
	{
		name: "move",
		takes: "ROOM-ID",
		does: "go to another room",
		command: (roomID) => ({ cmd: "move", roomID }),
	},
	{
		name: "leave",
		takes: "",
		does: "go back to the first room",
		command: () => ({ cmd: "leave" }),
	},
	{
		name: "ban",
		takes: "USER-ID [REASON]",
		does: "ban a user, as an administrator",
		command(rest) {
			const [userID = "", ...reason] = rest.split(/\s+/);
			return { cmd: "ban", userID, ...(reason.length === 0 ? {} : { reason: reason.join(" ") }) };
		},
	},
];
