import { isSnowflake } from "@gw-sim/protocols/chat";
import type { Protocol } from "@gw-sim/server";
import { type Command, InvalidArgumentError, Option } from "commander";

const protocols: readonly Protocol[] = ["lock", "rooms", "chat", "cloud", "puff"];

export interface ServeOptions {
	readonly host: string;
	readonly port: number;
	readonly config?: string;
	readonly data?: string;
	readonly dedicate: ReadonlyMap<Protocol, number>;
	readonly seed?: string;
	readonly json?: boolean;
	readonly stopOnEof?: boolean;
	readonly debug?: boolean;
}

/** What every device command takes. */
export interface DeviceOptions {
	readonly url?: string;
	readonly seed?: string;
	readonly record?: string;
	readonly maxRetries?: number;
	readonly json?: boolean;
	readonly verbose?: boolean;
	readonly quiet?: boolean;
	readonly debug?: boolean;
}

export interface LockOptions extends DeviceOptions {
	readonly serial?: string;
	readonly name?: string;
	readonly holdMs: number;
	readonly travelMs: number;
	readonly vsn: "2.0.0" | "1.0.0";
	readonly tag: string;
	readonly token?: string;
	readonly tokenFile?: string;
}

export function serveOptions(command: Command): Command {
	return command
		.option("--host <address>", "address to listen on", "127.0.0.1")
		.option("--port <number>", "port to listen on, 0 for a free one", portNumber, 4000)
		.option("--config <file>", "configuration, YAML or JSON")
		.option("--data <folder>", "keep state in this folder; without it state is in memory")
		.addOption(
			new Option(
				"--dedicate <protocol=port>",
				`one more port that speaks one protocol at its root (${protocols.join(", ")}); repeatable`,
			)
				.argParser(dedication)
				.default(new Map<Protocol, number>(), "none"),
		)
		.option("--seed <text>", "make every id and random choice repeatable, for tests")
		.option("--json", "print JSON lines on stdout, logs on stderr")
		.option("--stop-on-eof", "stop when standard input ends")
		.option("--debug", "show stack traces");
}

export interface TokenOptions {
	readonly user: string;
	readonly type: "user" | "bot";
	readonly secretFile?: string;
	readonly config?: string;
	readonly debug?: boolean;
}

export function tokenOptions(command: Command): Command {
	return command
		.addOption(
			new Option("--user <id>", "id of the user or bot, 1 to 20 digits")
				.argParser(snowflake)
				.makeOptionMandatory(),
		)
		.addOption(
			new Option("--type <type>", "what the id belongs to")
				.choices(["user", "bot"])
				.default("user"),
		)
		.option("--secret-file <file>", "file with the gateway's secret (or GW_SIM_SECRET)")
		.option("--config <file>", "configuration with chat.jwtSecret or chat.jwtSecretFile")
		.option("--debug", "show stack traces");
}

export function deviceOptions(command: Command): Command {
	return command
		.option(
			"--url <ws-url>",
			"endpoint of the gateway; without it a reference server is started in this process",
		)
		.option("--seed <text>", "every random choice of the device follows from it")
		.option("--record <file>", "write every frame to this file, as JSON lines")
		.option(
			"--max-retries <number>",
			"retries in a row that may fail before it exits 1 (default: any)",
			wholeNumber(0),
		)
		.option("--json", "read JSON commands from stdin and print JSON events on stdout")
		.option("--verbose", "show every frame")
		.option("--quiet", "in a terminal show errors alone")
		.option("--debug", "show stack traces");
}

export function lockOptions(command: Command): Command {
	return command
		.option("--serial <text>", "the lock's serial (default: lock-NNNN from the seed)")
		.option("--name <text>", "connect parameter `name` (default: the serial)")
		.option("--hold-ms <ms>", "how long a grant keeps it unlocked", wholeNumber(1), 10_000)
		.option("--travel-ms <ms>", "how long the bolt moves, 0 for a strike relay", wholeNumber(0), 0)
		.addOption(
			new Option("--vsn <version>", "Phoenix serializer version")
				.choices(["2.0.0", "1.0.0"])
				.default("2.0.0"),
		)
		.option("--tag <uid>", "the tag that key `t` presents, in hex", "04A1B2C3")
		.option("--token <text>", "auth token of the hub (better: GW_SIM_TOKEN or --token-file)")
		.option("--token-file <file>", "file with the auth token");
}

function snowflake(text: string): string {
	if (!isSnowflake(text))
		throw new InvalidArgumentError("It needs an id of 1 to 20 digits, as in 6982582592583503353.");
	return text;
}

function portNumber(text: string): number {
	const port = Number(text);
	if (!/^\d+$/.test(text) || port > 65_535)
		throw new InvalidArgumentError("It needs a number from 0 to 65535.");
	return port;
}

function wholeNumber(min: number): (text: string) => number {
	return (text) => {
		const value = Number(text);
		if (!/^\d+$/.test(text) || value < min || value > 2_147_483_647)
			throw new InvalidArgumentError(`It needs a whole number from ${min}.`);
		return value;
	};
}

function dedication(
	text: string,
	previous: ReadonlyMap<Protocol, number>,
): ReadonlyMap<Protocol, number> {
	const [, name, port] = /^([a-z]+)=(\d+)$/.exec(text) ?? [];
	const protocol = protocols.find((known) => known === name);
	if (protocol === undefined || port === undefined)
		throw new InvalidArgumentError(
			`It needs PROTOCOL=PORT with one of ${protocols.join(", ")}, as in lock=6000.`,
		);
	return new Map(previous).set(protocol, portNumber(port));
}
