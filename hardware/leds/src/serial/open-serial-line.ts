import { fstatSync } from "node:fs";
import { EnvironmentError, messageOf, safe } from "@gw-sim/core";
import type { SerialPort } from "serialport";
import { openFailure } from "./open-failure.js";
import { findPort, portMissing } from "./port-path.js";
import type { LineRequest, OpenLine, SerialLine } from "./serial-line.js";

/** Opens a real serial port; `serialport` is loaded at the first call. */
export const openSerialLine: OpenLine = async (request) => {
	const file = await findPort(request.path);
	const { SerialPort } = await loadSerialPort();
	const port = new SerialPort({
		path: file.path,
		baudRate: request.baud,
		// Lowering DTR on close would reset many boards at the next open.
		hupcl: false,
		autoOpen: false,
	});
	await opened(port).catch(async (error: unknown) => {
		throw await openFailure(request, file.path, messageOf(error));
	});
	const line = lineOf(port, request);
	if (file.rdev !== null && !isStill(port, file.rdev)) {
		await line.close(true);
		throw portMissing(request.path);
	}
	await raiseDtr(port);
	// A stream holds back what it has read until somebody listens, and then until the next tick.
	port.on("data", (bytes: Uint8Array) => request.received(bytes));
	return line;
};

/**
 * Loads the optional package.
 * @throws EnvironmentError `serialport-missing` where it is not installed.
 */
export async function loadSerialPort(): Promise<typeof import("serialport")> {
	try {
		return await import("serialport");
	} catch (cause) {
		throw new EnvironmentError(
			`serial ports need the package serialport, which cannot be loaded: npm install serialport@13.0.0 (${safe(messageOf(cause).split("\n")[0] ?? "")})`,
			{ code: "serialport-missing", cause },
		);
	}
}

function opened(port: SerialPort): Promise<void> {
	return new Promise((resolve, reject) =>
		port.open((error) => (error === null ? resolve() : reject(error))),
	);
}

/** Whether what was opened is what was looked at: names can change between the two. */
function isStill(port: SerialPort, rdev: number): boolean {
	const { port: binding } = port;
	if (binding === undefined || !("fd" in binding) || typeof binding.fd !== "number") return true;
	const file = fstatSync(binding.fd);
	return file.isCharacterDevice() && file.rdev === rdev;
}

/**
 * Boards with their own USB stack talk only while DTR is up. RTS stays up, as opening left it, and
 * pseudo terminals have neither.
 */
function raiseDtr(port: SerialPort): Promise<void> {
	return new Promise((resolve) => port.set({ dtr: true, rts: true }, () => resolve()));
}

function lineOf(port: SerialPort, { lost }: LineRequest): SerialLine {
	let isOurs = true;
	const gone = (error: Error | null): void => {
		if (!isOurs) return;
		isOurs = false;
		lost(error ?? new Error("the port was closed"));
	};
	port.on("close", gone);
	port.on("error", (error: Error) => {
		gone(error);
		if (port.isOpen) port.close(() => {});
	});
	return {
		async write(bytes) {
			// A closed stream would keep them for the next time that it is opened.
			if (!port.isOpen) throw new Error("closed");
			await settled((done) => port.write(bytes, done));
		},
		async setBaud(baudRate) {
			await settled((done) => port.drain(done));
			await settled((done) => port.update({ baudRate }, done));
		},
		async close(discard) {
			isOurs = false;
			if (!port.isOpen) return;
			if (discard) await settled((done) => port.flush(done)).catch(() => {});
			await settled((done) => port.close(done)).catch(() => {});
		},
	};
}

function settled(start: (done: (error?: Error | null) => void) => void): Promise<void> {
	return new Promise((resolve, reject) =>
		start((error) => (error === null || error === undefined ? resolve() : reject(error))),
	);
}
