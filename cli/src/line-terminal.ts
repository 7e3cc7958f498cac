import {
	clearScreenDown,
	createInterface,
	cursorTo,
	type Interface,
	moveCursor,
} from "node:readline";
import { messageOf, safe } from "@gw-sim/core";
import {
	type Device,
	type DeviceEvent,
	isControlCommand,
	type NamedCommand,
	parseCommand,
} from "@gw-sim/simulator-engine";
import type { TerminalFace } from "./device-process.js";
import { paint } from "./paint.js";

/** What a line with a slash does. */
export interface SlashCommand {
	/** Without the slash. */
	readonly name: string;
	/** What follows it, as in `ROOM-ID`; empty where nothing does. */
	readonly takes: string;
	/** In a few words. */
	readonly does: string;
	/** The device's command, as a JSON line would have it; what is wrong with it is told. */
	command(rest: string): object;
}

export interface LineTerminalOptions<
	Command extends NamedCommand,
	Own extends { readonly event: string },
> {
	readonly device: Device<Command, Own>;
	/** An event as a line for people; null where it is not worth one. */
	readonly describe: (event: DeviceEvent | Own) => string | null;
	/** What a line without a slash does. */
	say(text: string): object;
	readonly commands: readonly SlashCommand[];
}

const common: readonly SlashCommand[] = [
	{ name: "connect", takes: "", does: "dial again", command: () => ({ cmd: "connect" }) },
	{
		name: "disconnect",
		takes: "",
		does: "close and stay away",
		command: () => ({ cmd: "disconnect" }),
	},
	{ name: "drop", takes: "", does: "cut the connection", command: () => ({ cmd: "drop" }) },
];

/** A terminal to talk in: lines are said, lines with a slash are commands, news come above. */
export function lineTerminal<Command extends NamedCommand, Own extends { readonly event: string }>({
	device,
	describe,
	say,
	commands,
}: LineTerminalOptions<Command, Own>): TerminalFace {
	const known = [...commands, ...common];
	return ({ options, end }) => {
		const { stdin: input, stdout: output } = process;
		const names = [...known.map(({ name }) => name), "state", "help", "quit"].map(
			(name) => `/${name}`,
		);
		const completer = (line: string): [string[], string] => [
			names.filter((name) => name.startsWith(line)),
			line,
		];
		const lines = createInterface({ input, output, completer, prompt: "> ", historySize: 200 });
		const print = (text: string): void => printAbove(lines, text);
		const run = async (typed: object): Promise<void> => {
			const parsed = parseCommand(JSON.stringify(typed), device.commands);
			if (!parsed.ok) return print(paint("red", parsed.problem));
			const { command } = parsed;
			if (!isControlCommand(command)) await device.command(command);
		};
		const act = (line: string): void => {
			const [, name = "", rest = ""] = /^\/(\S*)\s*(.*)$/.exec(line) ?? [];
			if (!line.startsWith("/")) attempt(() => run(say(line)));
			else if (name === "quit") end();
			else if (name === "help") print(helpText(known));
			else if (name === "state") print(stateText(device));
			else {
				const found = known.find((one) => one.name === name);
				if (found === undefined)
					print(paint("red", `there is no /${safe(name, 40)}: /help lists what there is`));
				else attempt(() => run(found.command(rest)));
			}
		};
		const attempt = (work: () => Promise<void>): void => {
			// A command that cannot be read from its words throws at once.
			new Promise<void>((resolve) => resolve(work())).catch((error: unknown) =>
				print(paint("red", safe(messageOf(error), 400))),
			);
		};
		const detach = device.on((event) => {
			if (options.quiet && event.event !== "error") return;
			if (event.event === "frame" && !options.verbose) return;
			const text = describe(event);
			if (text !== null) print(text);
		});
		let isOver = false;
		lines.on("line", (line) => {
			if (line.trim() !== "") act(line.trim());
			if (!isOver) lines.prompt();
		});
		lines.on("SIGINT", end);
		lines.on("close", end);
		if (!options.quiet)
			print(paint("dim", "a line is said to all; /help lists the rest, /quit ends"));
		lines.prompt();
		return () => {
			isOver = true;
			detach();
			lines.off("close", end);
			eraseInput(lines);
			lines.close();
		};
	};
}

/** Writes a line above the one that is being typed. */
function printAbove(lines: Interface, text: string): void {
	eraseInput(lines);
	process.stdout.write(`${text}\n`);
	lines.prompt(true);
}

function eraseInput(lines: Interface): void {
	moveCursor(process.stdout, 0, -lines.getCursorPos().rows);
	cursorTo(process.stdout, 0);
	clearScreenDown(process.stdout);
}

function helpText(commands: readonly SlashCommand[]): string {
	const rows = [
		...commands.map(({ name, takes, does }) => [`/${name} ${takes}`, does]),
		["/state", "how the device is"],
		["/quit", "end, as Ctrl-C and Ctrl-D do"],
	];
	const width = Math.max(...rows.map(([usage = ""]) => usage.length));
	return rows.map(([usage = "", does]) => `${usage.padEnd(width)}  ${does}`).join("\n");
}

function stateText<Command extends NamedCommand, Own extends { readonly event: string }>(
	device: Device<Command, Own>,
): string {
	return Object.entries(device.snapshot().state)
		.map(([key, value]) => `${key} ${value === null ? "none" : paint("bold", safe(String(value)))}`)
		.join("  ");
}
