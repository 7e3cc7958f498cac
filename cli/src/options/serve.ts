import type { Protocol } from "@gw-sim/server";
import { type Command, InvalidArgumentError, Option } from "commander";
import { portNumber } from "./arguments.js";
import { protocols } from "./protocols.js";

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
