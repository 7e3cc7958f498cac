import { execFileSync } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasPty, RawPty } from "../testing/raw-pty.js";
import { findPort } from "./port-path.js";

const pipeMaker = "mkfifo";
let folder = "";

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "gw-sim-paths-"));
	await writeFile(join(folder, "file"), "untouched");
	execFileSync(pipeMaker, [join(folder, "fifo"), join(folder, "ttyUSB0")]);
	for (const [name, target] of [
		["to-null", "/dev/null"],
		["to-mem", "/dev/mem"],
		["to-file", join(folder, "file")],
		["to-fifo", join(folder, "fifo")],
		["to-folder", "/dev"],
		["to-console", "/dev/tty"],
		["twice", join(folder, "to-null")],
		["loop", join(folder, "loop")],
		["dangling", join(folder, "nothing")],
		["up", "../../../../../../../../dev/zero"],
	] as const)
		await symlink(target, join(folder, name));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const refused = [
	...["", ".", "..", "/", "~", "\0", "/dev/null\0", "/dev/ttyUSB\x000", "\u001b]0;owned\u0007"],
	...["/dev", "/dev/", "/dev/pts", "/dev/pts/", "/dev/shm", "/dev/../etc/passwd", "/etc/passwd"],
	...["/dev/mem", "/dev/kmem", "/dev/port", "/dev/null", "/dev/zero", "/dev/full"],
	...["/dev/random", "/dev/urandom", "/dev/ptmx", "/dev/pts/ptmx", "/dev/tty", "/dev/console"],
	...["/dev/tty0", "/dev/tty1", "/dev/sda", "/dev/loop0", "/dev/ttyUSB0/../null"],
	...["/proc/self/mem", "/proc/self/environ", "/sys/class/tty", "/dev/ttyS0;reboot", "$(reboot)"],
	...["file:///dev/ttyS0", "dev/null", `/dev/${"x".repeat(5000)}`, "/dev/ttyUSB0\n/dev/null"],
	...["file", "fifo", "ttyUSB0", "to-null", "to-mem", "to-file", "to-fifo", "to-folder"].map(
		(name) => `FOLDER/${name}`,
	),
	...["to-console", "twice", "loop", "dangling", "up", "missing", "."].map(
		(name) => `FOLDER/${name}`,
	),
];

test("there are enough of them", () => {
	expect(new Set(refused).size).toBeGreaterThanOrEqual(40);
});

test.each(refused.map((path) => [path]))("%j is no port", async (path) => {
	const error: unknown = await findPort(path.replace("FOLDER", folder)).catch((reason) => reason);
	expect(error).toMatchObject({
		code: expect.stringMatching(/^(?:not-a-port|port-missing|port-denied)$/),
		// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come out
		message: expect.not.stringMatching(/[\x00-\x1f\x7f-\x9f]/),
	});
	expect(String(error).length).toBeLessThan(400);
});

test.each([
	["/dev/null", "not-a-port", /^\/dev\/null is not a serial port in \/dev: gw-sim ports lists/],
	["/dev/ttyUSB999", "port-missing", /^there is no port \/dev\/ttyUSB999: is it plugged in\?/],
	["", "not-a-port", /is not a path/],
])("%j: %s", async (path, code, message) => {
	await expect(findPort(path)).rejects.toMatchObject({
		code,
		message: expect.stringMatching(message),
	});
});

test.skipIf(!hasPty)("a link to a pseudo terminal is followed", async () => {
	await using pty = new RawPty();
	await pty.plugIn();
	expect(await findPort(pty.path)).toEqual({
		path: expect.stringMatching(/^\/dev\/pts\/\d+$/),
		rdev: expect.any(Number),
	});
});
