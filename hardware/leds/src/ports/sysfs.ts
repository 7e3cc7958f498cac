import { readdir, readFile, readlink, realpath, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { ListedPort } from "./list-ports.js";

/** Where the kernel tells of devices, and where device files are. */
export interface SystemRoots {
	/** @defaultValue "/sys" */
	readonly sys?: string;
	/** @defaultValue "/dev" */
	readonly dev?: string;
}

const maxPorts = 1000;
/** Folders between a port and the USB device that it belongs to; hubs do not count. */
const maxDepth = 8;

/** The serial ports that Linux knows, by asking the kernel: needs neither udev nor any package. */
export async function sysfsPorts({
	sys = "/sys",
	dev = "/dev",
}: SystemRoots = {}): Promise<readonly ListedPort[]> {
	const folder = join(sys, "class/tty");
	const names = await readdir(folder).catch(() => []);
	const byId = await stablePaths(dev);
	const ports: ListedPort[] = [];
	for (const name of names.sort(byNumber)) {
		const path = join(dev, name);
		if (!(await isPort(join(folder, name), path))) continue;
		const usb = await usbDevice(join(folder, name, "device"));
		ports.push({ path, byId: byId.get(path) ?? null, ...(await identity(usb)) });
		if (ports.length === maxPorts) break;
	}
	return ports;
}

function byNumber(a: string, b: string): number {
	return a.localeCompare(b, "en", { numeric: true });
}

/** Consoles have no hardware behind them, and sockets of a board without a chip have type 0. */
async function isPort(folder: string, path: string): Promise<boolean> {
	if (!(await exists(join(folder, "device"))) || !(await exists(path))) return false;
	return (await line(join(folder, "type"))) !== "0";
}

async function exists(path: string): Promise<boolean> {
	return stat(path).then(
		() => true,
		() => false,
	);
}

/** The folder of the USB device that a port belongs to; null where it is no USB port. */
async function usbDevice(port: string): Promise<string | null> {
	let folder = await realpath(port).catch(() => "/");
	for (let depth = 0; depth < maxDepth && folder !== "/"; depth++) {
		if (await exists(join(folder, "idVendor"))) return folder;
		folder = dirname(folder);
	}
	return null;
}

async function identity(usb: string | null): Promise<Omit<ListedPort, "path" | "byId">> {
	const read = async (name: string): Promise<string | null> =>
		usb === null ? null : line(join(usb, name));
	return {
		vendor: await read("manufacturer"),
		product: await read("product"),
		serialNumber: await read("serial"),
		vendorId: await read("idVendor"),
		productId: await read("idProduct"),
	};
}

/** What a file of one line says; null where there is none. */
async function line(path: string): Promise<string | null> {
	const text = await readFile(path, "utf8").catch(() => "");
	const trimmed = text.trim().slice(0, 200);
	return trimmed === "" ? null : trimmed;
}

/** Device file to the name that stays the same when the board is plugged in elsewhere. */
async function stablePaths(dev: string): Promise<ReadonlyMap<string, string>> {
	const folder = join(dev, "serial/by-id");
	const names = (await readdir(folder).catch(() => [])).slice(0, maxPorts);
	const pairs = await Promise.all(
		names.map(async (name) => {
			const target = await readlink(join(folder, name)).catch(() => "");
			return [resolve(folder, target), join(folder, name)] as const;
		}),
	);
	return new Map(pairs);
}
