import { EnvironmentError, safe } from "@gw-sim/core";
import { holderOf } from "./port-holder.js";
import { portMissing, quoted } from "./port-path.js";
import type { LineRequest } from "./serial-line.js";

/**
 * Why a port could not be opened, and how to mend it, from the words of `serialport`, which has no
 * codes.
 * @param file The port without links.
 * @param proc Where processes are seen. @defaultValue "/proc"
 */
export async function openFailure(
	{ path, baud }: Pick<LineRequest, "path" | "baud">,
	file: string,
	words: string,
	proc?: string,
): Promise<EnvironmentError> {
	if (/no such file|no such device|not found/i.test(words)) return portMissing(path);
	if (/lock|busy|access denied/i.test(words)) {
		const holder = await holderOf(file, proc);
		const by = holder === null ? "another program" : `${holder.name} (process ${holder.pid})`;
		return new EnvironmentError(`${quoted(path)} is in use by ${by}: close that first`, {
			code: "port-busy",
		});
	}
	if (/baud/i.test(words))
		return new EnvironmentError(
			`${quoted(path)} cannot do ${baud} baud: give another --baud, as in 115200`,
			{ code: "port-baud" },
		);
	return new EnvironmentError(`${quoted(path)} cannot be opened: ${safe(words)}`, {
		code: "port-failed",
	});
}
