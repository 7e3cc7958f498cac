import { Command, CommanderError, type Option } from "commander";
import { chatOptions } from "../options/chat.js";
import { cloudOptions } from "../options/cloud.js";
import { deviceOptions } from "../options/device.js";
import { lockOptions } from "../options/lock.js";
import { puffOptions } from "../options/puff.js";
import { roomOptions } from "../options/room.js";
import { serveOptions } from "../options/serve.js";
import { type Located, list, mapping, text, wrong } from "./located.js";
import type { DeviceKind } from "./orchestra.js";

const define: Readonly<Record<DeviceKind | "server", (command: Command) => Command>> = {
	lock: (command) => deviceOptions(lockOptions(command)),
	cloud: (command) => deviceOptions(cloudOptions(command)),
	puff: (command) => deviceOptions(puffOptions(command)),
	chat: (command) => deviceOptions(chatOptions(command)),
	room: (command) => deviceOptions(roomOptions(command)),
	server: serveOptions,
};

/** What the supervisor decides for every process. */
const taken: ReadonlySet<string> = new Set([
	"json",
	"verbose",
	"quiet",
	"debug",
	"config",
	"stopOnEof",
]);

/**
 * Options of a scene, which are the long flags of the process's command in camelCase, as arguments
 * of that command: a list where a flag may come several times, true for one that takes no value.
 * @throws UsageError that names the first key that the command does not know or would refuse.
 */
export function commandFlags(kind: DeviceKind | "server", options: Located): readonly string[] {
	const known = newCommand(kind).options.filter((option) => !taken.has(option.attributeName()));
	const flags: string[] = [];
	for (const { key, at, value } of mapping(options).values()) {
		const option = known.find((each) => each.attributeName() === key);
		if (option === undefined) {
			const names = known.map((each) => each.attributeName()).join(", ");
			throw wrong(value, at, `a ${kind} has no such option: it has ${names}`);
		}
		const own = flagsOf(option, value);
		assertParses(kind, own, value);
		flags.push(...own);
	}
	// Each is right by itself: what is left are options that exclude each other.
	assertParses(kind, flags, options);
	return flags;
}

function flagsOf(option: Option, value: Located): readonly string[] {
	const { long = "", required, optional, variadic, parseArg } = option;
	if (!required && !optional) {
		if (typeof value.content !== "boolean") throw wrong(value, value.at, "needs true or false");
		return value.content ? [long] : [];
	}
	const isRepeatable = variadic || (parseArg?.length ?? 0) > 1;
	if (isRepeatable && Array.isArray(value.content))
		return list(value, "needs a list").map((item) => `${long}=${text(item)}`);
	return [`${long}=${text(value)}`];
}

function assertParses(kind: DeviceKind | "server", flags: readonly string[], at: Located): void {
	try {
		newCommand(kind).parse(flags, { from: "user" });
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		const message = error.message.replace(/^error: /, "");
		const [, reason = message] = /is invalid\. (.*)$/s.exec(message) ?? [];
		throw wrong(at, at.at, reason);
	}
}

function newCommand(kind: DeviceKind | "server"): Command {
	return define[kind](
		new Command(kind).exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} }),
	);
}
