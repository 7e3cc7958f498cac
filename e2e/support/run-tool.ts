import { execFile } from "node:child_process";

/** Debian's packages for the tools that the tests run. */
const packages: Readonly<Record<string, string>> = {
	make: "make gcc-avr avr-libc binutils-avr",
	"avr-gcc": "gcc-avr avr-libc binutils-avr",
	gcc: "gcc libc6-dev libsimavr-dev",
};

/**
 * Runs a tool to its end; gives what it printed.
 * @throws Error with what it said where it fails, with what to install where it is missing.
 */
export function runTool(
	command: string,
	args: readonly string[],
	input: Uint8Array = new Uint8Array(),
): Promise<string> {
	return new Promise((resolve, reject) => {
		const child = execFile(command, args, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
			if (error === null) resolve(stdout);
			else reject(new Error(`${command} failed: ${stderr || error.message}${needs(command)}`));
		});
		child.stdin?.on("error", () => {});
		child.stdin?.end(input);
	});
}

function needs(command: string): string {
	const names = packages[command];
	return names === undefined ? "" : ` (it needs: apt-get install ${names})`;
}
