import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { sysfsPorts } from "./sysfs.js";

interface FakeSystem {
	readonly sys: string;
	readonly dev: string;
	file(path: string, text?: string): Promise<void>;
	link(path: string, target: string): Promise<void>;
}

async function fakeSystem(): Promise<FakeSystem> {
	const root = await mkdtemp(join(tmpdir(), "gw-sim-sys-"));
	onTestFinished(() => rm(root, { recursive: true, force: true }));
	await mkdir(join(root, "sys/class/tty"), { recursive: true });
	return {
		sys: join(root, "sys"),
		dev: join(root, "dev"),
		async file(path, text = "") {
			await mkdir(dirname(join(root, path)), { recursive: true });
			await writeFile(join(root, path), text);
		},
		async link(path, target) {
			await mkdir(dirname(join(root, path)), { recursive: true });
			await symlink(target, join(root, path));
		},
	};
}

/** A USB device with one port, as the kernel shows it. */
async function plugIn(
	{ file, link }: FakeSystem,
	name: string,
	usb: string,
	about: Readonly<Record<string, string>>,
): Promise<void> {
	const device = `sys/devices/pci0/usb1/${usb}`;
	for (const [key, value] of Object.entries(about)) await file(`${device}/${key}`, `${value}\n`);
	const port = `${device}/${usb}:1.0/${name}`;
	await file(`${port}/tty/${name}/dev`, "188:0\n");
	await link(`${port}/tty/${name}/device`, "../..");
	await link(
		`sys/class/tty/${name}`,
		`../../devices/pci0/usb1/${usb}/${usb}:1.0/${name}/tty/${name}`,
	);
	await file(`dev/${name}`);
}

const uno = {
	idVendor: "2341",
	idProduct: "0043",
	manufacturer: "Arduino (www.arduino.cc)",
	product: "Arduino Uno",
	serial: "85736323838351F0E1E1",
};

test("a board is listed with all that is known of it", async () => {
	const system = await fakeSystem();
	await plugIn(system, "ttyACM0", "1-1", uno);
	await system.link("dev/serial/by-id/usb-Arduino_Uno_8573-if00", "../../ttyACM0");
	expect(await sysfsPorts(system)).toEqual([
		{
			path: join(system.dev, "ttyACM0"),
			byId: join(system.dev, "serial/by-id/usb-Arduino_Uno_8573-if00"),
			vendor: "Arduino (www.arduino.cc)",
			product: "Arduino Uno",
			serialNumber: "85736323838351F0E1E1",
			vendorId: "2341",
			productId: "0043",
		},
	]);
});

test("clones say little of themselves, and nothing is made up", async () => {
	const system = await fakeSystem();
	await plugIn(system, "ttyUSB0", "1-2", { idVendor: "1a86", idProduct: "7523", serial: "" });
	expect(await sysfsPorts(system)).toEqual([
		{
			path: join(system.dev, "ttyUSB0"),
			byId: null,
			vendor: null,
			product: null,
			serialNumber: null,
			vendorId: "1a86",
			productId: "7523",
		},
	]);
});

test("ports are in the order that people expect, consoles and empty sockets are none", async () => {
	const system = await fakeSystem();
	for (const number of [10, 9, 0]) await plugIn(system, `ttyUSB${number}`, `1-${number}`, uno);
	await system.file("sys/class/tty/tty1/dev", "4:1");
	await system.file("dev/tty1");
	for (const [name, type] of [
		["ttyS0", "4"],
		["ttyS1", "0"],
	] as const) {
		await system.file(`sys/devices/platform/serial8250/tty/${name}/type`, `${type}\n`);
		await system.link(`sys/devices/platform/serial8250/tty/${name}/device`, "../..");
		await system.link(`sys/class/tty/${name}`, `../../devices/platform/serial8250/tty/${name}`);
		await system.file(`dev/${name}`);
	}
	// Pulled between the kernel's list and the look at it.
	await plugIn(system, "ttyUSB1", "1-1", uno);
	await rm(join(system.dev, "ttyUSB1"));
	const listed = await sysfsPorts(system);
	expect(listed.map(({ path }) => path.slice(system.dev.length + 1))).toEqual([
		"ttyS0",
		"ttyUSB0",
		"ttyUSB9",
		"ttyUSB10",
	]);
	expect(listed[0]).toMatchObject({ vendor: null, vendorId: null });
});

test("without any of it there are no ports", async () => {
	expect(await sysfsPorts({ sys: "/no/sys", dev: "/no/dev" })).toEqual([]);
});

test("what a device says of itself is cut, and is otherwise as it says it", async () => {
	const system = await fakeSystem();
	await plugIn(system, "ttyUSB0", "1-1", { ...uno, product: `\u001b[2J${"x".repeat(5000)}` });
	const [port] = await sysfsPorts(system);
	expect(port?.product).toHaveLength(200);
});
