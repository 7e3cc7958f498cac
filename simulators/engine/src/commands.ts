import { isJsonObject, parseJson, safe } from "@gw-sim/core";
import * as v from "valibot";
import { type FaultCommand, faultCommand } from "./faults.js";

/** Any command: an object whose `cmd` names it. */
export interface NamedCommand {
	readonly cmd: string;
}

/** What every device does to its link: dial again, close cleanly and stay away, cut TCP. */
export interface LinkCommand {
	readonly cmd: "connect" | "disconnect" | "drop";
}

/** What is answered without the device's doing. */
export type ControlCommand = PlainControlCommand | FaultCommand;

interface PlainControlCommand {
	readonly cmd: "state" | "stop" | "usage";
}

/** A schema per command, each giving the whole typed command. */
export type CommandSchemas<Command extends NamedCommand> = {
	readonly [Name in Command["cmd"]]: v.GenericSchema<
		unknown,
		Extract<Command, { readonly cmd: Name }>
	>;
};

/** A command, or in one line what is wrong with the text. */
export type ParsedCommand<Command> =
	| { readonly ok: true; readonly command: Command }
	| { readonly ok: false; readonly problem: string };

const plainControlNames: readonly PlainControlCommand["cmd"][] = ["state", "stop", "usage"];
const controlNames: readonly ControlCommand["cmd"][] = [...plainControlNames, "fault"];
const linkNames: readonly LinkCommand["cmd"][] = ["connect", "disconnect", "drop"];

/** Whether a command is answered without the device's doing. */
export function isControlCommand(command: NamedCommand): command is ControlCommand {
	return controlNames.some((name) => name === command.cmd);
}

/** Reads one line as one of a device's commands. */
export function parseCommand<Command extends NamedCommand>(
	line: string,
	own: CommandSchemas<Command>,
): ParsedCommand<Command | LinkCommand | ControlCommand> {
	const value = parseJson(line);
	if (value === undefined)
		return problem(
			`not JSON: ${safe(line, 80)}; write one command a line, as {"cmd":"state"}, out of ${commandNames(own)}`,
		);
	const name = isJsonObject(value) ? value.cmd : undefined;
	if (typeof name !== "string")
		return problem(`a command is an object with "cmd", which is one of ${commandNames(own)}`);
	const common =
		plainControlNames.find((control) => control === name) ??
		linkNames.find((link) => link === name);
	if (common !== undefined) return { ok: true, command: { cmd: common } };
	const schema = name === "fault" ? faultCommand : schemaOf(own, name);
	if (schema === undefined)
		return problem(`there is no command "${safe(name, 40)}": use one of ${commandNames(own)}`);
	const result = v.safeParse(schema, value);
	if (result.success) return { ok: true, command: result.output };
	const [issue] = result.issues;
	const path = v.getDotPath(issue);
	const where = path === null ? "" : `${safe(path, 40)}: `;
	return problem(`${name}: ${where}${safe(issue.message, 120)}`);
}

function commandNames(own: CommandSchemas<NamedCommand>): string {
	return [...controlNames, ...linkNames, ...Object.keys(own)].join(", ");
}

function schemaOf<Command extends NamedCommand>(
	own: CommandSchemas<Command>,
	name: string,
): v.GenericSchema<unknown, Command> | undefined {
	// The keys of a mapped type over a type parameter are not known to be strings.
	const schemas: Readonly<Record<string, v.GenericSchema<unknown, Command>>> = own;
	return Object.hasOwn(schemas, name) ? schemas[name] : undefined;
}

function problem(text: string): { readonly ok: false; readonly problem: string } {
	return { ok: false, problem: text };
}
