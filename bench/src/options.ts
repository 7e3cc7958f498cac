import { parseArgs } from "node:util";

/** What the bench was asked for. */
export interface BenchOptions {
	readonly json: boolean;
	readonly quick: boolean;
	/** The workload to profile; empty for none. */
	readonly profile: string;
	/** What the names of the measurements contain. */
	readonly only: string;
}

/** Reads the command line; prints what is wrong with it, or the help, and ends the process. */
export function benchOptions(args: readonly string[], profiled: readonly string[]): BenchOptions {
	try {
		const { values } = parseArgs({
			args: [...args],
			options: {
				json: { type: "boolean", default: false },
				quick: { type: "boolean", default: false },
				profile: { type: "string", default: "" },
				only: { type: "string", default: "" },
				help: { type: "boolean", short: "h", default: false },
			},
		});
		if (values.profile !== "" && !profiled.includes(values.profile))
			throw new Error(`--profile takes one of ${profiled.join(", ")}`);
		if (!values.help) return values;
		process.stdout.write(help(profiled));
		process.exit(0);
	} catch (error) {
		process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(2);
	}
}

function help(profiled: readonly string[]): string {
	return `Usage: npm run bench -- [options]

  --only TEXT       measurements whose name contains the text
  --quick           a smoke run; its figures mean little
  --json            JSON lines instead of a table
  --profile NAME    where our server's time goes: ${profiled.join(", ")}
`;
}
