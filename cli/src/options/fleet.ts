import { type Command, InvalidArgumentError, Option } from "commander";
import { durationMs, ratePerSecond, wholeNumber } from "./arguments.js";
import { protocols } from "./protocols.js";

/** What `gw-sim fleet` takes. */
export interface FleetOptions {
	readonly count: number;
	readonly ramp?: number;
	readonly duration: number;
	readonly url?: string;
	readonly requests: number;
	readonly storm?: boolean;
	readonly maxP99?: number;
	readonly maxErrors?: number;
	readonly seed?: string;
	readonly secret?: string;
	readonly secretFile?: string;
	readonly token?: string;
	readonly tokenFile?: string;
	readonly room?: string;
	readonly json?: boolean;
	readonly quiet?: boolean;
	readonly stopOnEof?: boolean;
	readonly debug?: boolean;
}

export function fleetOptions(command: Command): Command {
	return command
		.argument("<protocol>", `what the devices speak: ${protocols.join(", ")}`, protocolName)
		.option("--count <number>", "devices", wholeNumber(1), 100)
		.option("--ramp <n/s>", "devices started a second (default: all at once)", ratePerSecond)
		.option(
			"--duration <time>",
			"from the first start to the end, as 30s or 5m",
			durationMs,
			30_000,
		)
		.option("--url <ws-url>", "endpoint of the gateway; without it a reference server is started")
		.option("--requests <n/s>", "requests a second of each device, 0 for none", rateOrNone, 0.1)
		.option("--storm", "half of the time in, cut every link at once and time until all are back")
		.option("--max-p99 <time>", "exit 1 where the 99th percentile of requests is above", durationMs)
		.option("--max-errors <number>", "exit 1 where there are more errors", wholeNumber(0))
		.option("--seed <text>", "every random choice of the devices follows from it")
		.option("--secret <text>", "cloud: the secret (better: GW_SIM_SECRET or --secret-file)")
		.option("--secret-file <file>", "cloud: file with the secret")
		.option("--token <text>", "lock and chat: the token (better: GW_SIM_TOKEN or --token-file)")
		.option("--token-file <file>", "lock and chat: file with the token")
		.option("--room <name>", "rooms: room to be in", "fleet")
		.addOption(new Option("--json", "print JSON lines: the status each second, at last the report"))
		.option("--quiet", "print the report alone")
		.option("--stop-on-eof", "stop when standard input ends")
		.option("--debug", "show stack traces");
}

function protocolName(text: string): string {
	// `room` is what the device of that protocol is called.
	const name = text === "room" ? "rooms" : text;
	if (!protocols.some((protocol) => protocol === name))
		throw new InvalidArgumentError(`It is one of ${protocols.join(", ")}.`);
	return name;
}

function rateOrNone(text: string): number {
	return text === "0" ? 0 : ratePerSecond(text);
}
