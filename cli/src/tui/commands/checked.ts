import { type JsonObject, safe } from "@gw-sim/core";
import { type CommandSchemas, type NamedCommand, parseCommand } from "@gw-sim/simulator-engine";
import type { DeviceModel } from "../device-model.js";
import type { Model } from "../model.js";
import { type Outcome, type Refusal, sent } from "./command.js";

/** Gives a device a command that a person has filled in, where the device would take it. */
export function sentChecked<Own extends NamedCommand>(
	model: Model,
	device: DeviceModel,
	command: JsonObject & NamedCommand,
	schemas: CommandSchemas<Own>,
): Outcome | Refusal {
	const parsed = parseCommand(JSON.stringify(command), schemas);
	if (parsed.ok) return sent(model, device, command);
	const problem = parsed.problem.replace(`${command.cmd}: `, "");
	const field = Object.keys(command).find((key) => problem.startsWith(`${key}: `)) ?? "";
	return { field, problem: safe(field === "" ? problem : problem.slice(field.length + 2)) };
}
