import { safe, safeJson } from "@gw-sim/core";
import { type ListedPort, listPorts } from "@gw-sim/leds";
import { ExitCode } from "../exit-code.js";
import type { PortsOptions } from "../options/ports.js";
import { paint } from "../paint.js";

/** `gw-sim ports`: lists the serial ports of this machine. */
export async function ports({ json = false }: PortsOptions): Promise<number> {
	const listed = await listPorts();
	const lines = json ? listed.map((port) => safeJson({ event: "port", ...port })) : table(listed);
	for (const line of lines) process.stdout.write(`${line}\n`);
	return ExitCode.done;
}

const titles = ["PORT", "VENDOR", "PRODUCT", "SERIAL NUMBER", "STABLE PATH"] as const;

function table(listed: readonly ListedPort[]): readonly string[] {
	if (listed.length === 0)
		return ["no serial ports; pseudo terminals are never listed, but their paths can be given"];
	const rows = listed.map(({ path, vendor, vendorId, product, productId, serialNumber, byId }) =>
		[path, vendor ?? vendorId, product ?? productId, serialNumber, byId].map((cell) =>
			safe(cell ?? "-", 100),
		),
	);
	const widths = titles.map((title, column) =>
		Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
	);
	const aligned = (cells: readonly string[]): string =>
		cells
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join("  ")
			.trimEnd();
	return [paint("bold", aligned(titles)), ...rows.map(aligned)];
}
