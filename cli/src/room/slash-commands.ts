import { parseJson, UsageError } from "@gw-sim/core";
import type { SlashCommand } from "../line-terminal.js";
import { property } from "../options/arguments.js";

/** What one can do in a room besides talking. */
export const roomSlashCommands: readonly SlashCommand[] = [
	{
		name: "login",
		takes: "K=V …",
		does: "log in with these properties",
		command: (rest) => ({ cmd: "login", data: properties(rest) }),
	},
	{
		name: "poll",
		takes: "ID ANSWER",
		does: "vote",
		command: (rest) => ({ cmd: "poll", ...vote(rest) }),
	},
	{
		name: "ephemeral-poll",
		takes: "ID ANSWER",
		does: "vote for as long as you are here",
		command: (rest) => ({ cmd: "ephemeral-poll", ...vote(rest) }),
	},
	{
		name: "counter",
		takes: "[ID] [VALUE]",
		does: "count, by 1 where no value is given",
		command(rest) {
			const [id, value] = rest === "" ? [] : rest.split(/\s+/);
			return {
				cmd: "counter",
				...(id === undefined ? {} : { id }),
				...(value === undefined ? {} : { value }),
			};
		},
	},
	{
		name: "subscribe",
		takes: "EVENT[:ID]",
		does: "listen",
		command: (event) => ({ cmd: "subscribe", event }),
	},
	{
		name: "unsubscribe",
		takes: "EVENT[:ID]",
		does: "listen no more",
		command: (event) => ({ cmd: "unsubscribe", event }),
	},
	{
		name: "authenticate",
		takes: "KEY",
		does: "become an admin",
		command: (key) => ({ cmd: "authenticate", key }),
	},
	{
		name: "send",
		takes: "TYPE [JSON]",
		does: "send anything",
		command(rest) {
			const [, type = "", text = ""] = /^(\S*)\s*(.*)$/.exec(rest) ?? [];
			if (text === "") return { cmd: "send", type };
			const data = parseJson(text);
			if (data === undefined) throw new UsageError('what follows the type is JSON, as in "text"');
			return { cmd: "send", type, data };
		},
	},
];

function vote(rest: string): object {
	const [id, ...answer] = rest.split(/\s+/);
	return { id, ...(answer.length === 0 ? {} : { answer: answer.join(" ") }) };
}

function properties(rest: string): object {
	return rest
		.split(/\s+/)
		.filter((pair) => pair !== "")
		.reduce((all, pair) => property(pair, all), {});
}
