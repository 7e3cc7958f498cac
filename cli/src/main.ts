import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { ExitCode } from "./exit-code.js";
import { boardOptions } from "./options/board.js";
import { chatOptions } from "./options/chat.js";
import { cloudOptions } from "./options/cloud.js";
import { deviceOptions } from "./options/device.js";
import { fleetOptions } from "./options/fleet.js";
import { initOptions } from "./options/init.js";
import { ledsTestOptions } from "./options/leds.js";
import { lockOptions } from "./options/lock.js";
import { portsOptions } from "./options/ports.js";
import { puffOptions } from "./options/puff.js";
import { roomOptions } from "./options/room.js";
import { serveOptions } from "./options/serve.js";
import { tokenOptions } from "./options/token.js";
import { upOptions } from "./options/up.js";
import { failureLine } from "./report.js";

/**
 * Runs a command line (without the program's own name) and gives the process's exit code.
 * Commands are imported when they run, so that `--help` costs nothing.
 */
export async function main(args: readonly string[]): Promise<number> {
	let exitCode: number = ExitCode.done;
	const program = newProgram((code) => {
		exitCode = code;
	});
	try {
		await program.parseAsync(args.length === 0 ? ["up"] : args, { from: "user" });
		return exitCode;
	} catch (error) {
		if (error instanceof CommanderError && error.exitCode === 0) return ExitCode.done;
		const failure = failureLine(error, args.includes("--debug"));
		process.stderr.write(`${failure.text}\n`);
		return failure.exitCode;
	}
}

function newProgram(exit: (code: number) => void): Command {
	const program = new Command("gw-sim")
		.description("Reference server and simulated devices for real-time gateway protocols")
		.version(version(), "-V, --version", "print the version")
		.helpOption("-h, --help", "print this help")
		.helpCommand("help [command]", "print the help of a command")
		.showSuggestionAfterError()
		.exitOverride()
		// Errors are printed once, in one line, by main.
		.configureOutput({ writeErr: () => {} });

	upOptions(program.command("up"))
		.description("run a scene: the reference server and devices, in one terminal UI")
		.action(async (scene, options) =>
			exit(await (await import("./commands/up.js")).up(scene, options)),
		);
	initOptions(program.command("init"))
		.description("write a commented scene file")
		.action(async (file, options) =>
			exit(await (await import("./commands/init.js")).init(file, options)),
		);
	serveOptions(program.command("serve"))
		.description("start the reference server")
		.action(async (options) => exit(await (await import("./commands/serve.js")).serve(options)));
	deviceOptions(lockOptions(program.command("lock")))
		.description("emulate a smart lock with a tag reader")
		.action(async (options) => exit(await (await import("./commands/lock.js")).lock(options)));
	deviceOptions(cloudOptions(program.command("cloud")))
		.description("emulate a cloud-shaped LED lamp")
		.action(async (options) => exit(await (await import("./commands/cloud.js")).cloud(options)));
	deviceOptions(puffOptions(program.command("puff")))
		.description("emulate a puff: heats together with its group")
		.action(async (options) => exit(await (await import("./commands/puff.js")).puff(options)));
	deviceOptions(chatOptions(program.command("chat")))
		.description("be somebody in the chat")
		.action(async (options) => exit(await (await import("./commands/chat.js")).chat(options)));
	deviceOptions(roomOptions(program.command("room")))
		.description("be somebody in a room: chat, polls, counters")
		.action(async (options) => exit(await (await import("./commands/room.js")).room(options)));
	fleetOptions(program.command("fleet"))
		.description("run many devices in one process and report how they fared")
		.action(async (protocol, options) =>
			exit(await (await import("./commands/fleet.js")).fleet(protocol, options)),
		);
	boardOptions(program.command("board"))
		.description("run an emulated LED board behind a serial port of this machine")
		.action(async (options) => exit(await (await import("./commands/board.js")).board(options)));
	portsOptions(program.command("ports"))
		.description("list the serial ports of this machine")
		.action(async (options) => exit(await (await import("./commands/ports.js")).ports(options)));
	const leds = program
		.command("leds")
		.description("try real LEDs: gw-sim leds test --led-port PATH")
		.action(() => leds.error("error: say what to do, as in gw-sim leds test --led-port PATH"));
	ledsTestOptions(leds.command("test"))
		.description("play a pattern of ten seconds that shows whether a strip is wired well")
		.action(async (options) => exit(await (await import("./commands/leds.js")).ledsTest(options)));
	tokenOptions(program.command("token"))
		.description("print a token for the chat gateway")
		.action(async (options) => exit(await (await import("./commands/token.js")).token(options)));
	return program;
}

function version(): string {
	const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
	const found: unknown = JSON.parse(text);
	return typeof found === "object" && found !== null && "version" in found
		? String(found.version)
		: "unknown";
}
