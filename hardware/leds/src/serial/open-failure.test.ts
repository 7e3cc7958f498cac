import { expect, test } from "vitest";
import { openFailure } from "./open-failure.js";

/** As the package says it on Linux, macOS and Windows. */
test.each([
	[
		"Error: No such file or directory, cannot open /dev/ttyUSB0",
		"port-missing",
		/is it plugged in/,
	],
	["Opening COM3: File not found", "port-missing", /is it plugged in/],
	[
		"Error Resource temporarily unavailable Cannot lock port",
		"port-busy",
		/^\/dev\/ttyUSB0 is in use by another program: close that first$/,
	],
	["Error: Device or resource busy, cannot open /dev/ttyUSB0", "port-busy", /in use/],
	["Opening COM3: Access denied", "port-busy", /in use/],
	[
		"Error: Inappropriate ioctl for device || while setting custom baud rate of 12345",
		"port-baud",
		/^\/dev\/ttyUSB0 cannot do 12345 baud: give another --baud, as in 115200$/,
	],
	["Error baud rate of 12345 is not supported on your platform", "port-baud", /cannot do/],
	["Error: \u001b[2J", "port-failed", /cannot be opened: Error: \\u001b\[2J$/],
])("%j", async (words, code, message) => {
	const port = { path: "/dev/ttyUSB0", baud: 12_345 };
	expect(await openFailure(port, "/dev/ttyUSB0", words, "/no/proc")).toMatchObject({
		code,
		message: expect.stringMatching(message),
	});
});
