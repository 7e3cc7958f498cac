import { writeFile } from "node:fs/promises";
import { UsageError } from "@gw-sim/core";
import { whyUnreadable } from "../config-file.js";
import { ExitCode } from "../exit-code.js";
import type { InitOptions } from "../options/init.js";
import { sceneTemplate } from "../up/scene-template.js";

/** `gw-sim init`: writes a scene file with comments, for somebody to go on from. */
export async function init(file: string, { force }: InitOptions): Promise<number> {
	try {
		await writeFile(file, sceneTemplate, { flag: force === true ? "w" : "wx" });
	} catch (error) {
		const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
		throw new UsageError(
			isThere
				? `${file} is there already: choose another name, or --force to write over it`
				: `cannot write ${file}: ${whyUnreadable(error)}`,
			{ cause: error },
		);
	}
	process.stdout.write(`${file} is written: gw-sim up ${file} runs it\n`);
	return ExitCode.done;
}
