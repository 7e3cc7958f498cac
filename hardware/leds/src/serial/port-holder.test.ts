import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { holderOf } from "./port-holder.js";

async function proc(
	processes: Readonly<
		Record<string, { readonly comm?: string; readonly files?: readonly string[] }>
	>,
): Promise<string> {
	const root = await mkdtemp(join(tmpdir(), "gw-sim-proc-"));
	onTestFinished(() => rm(root, { recursive: true, force: true }));
	for (const [pid, { comm, files }] of Object.entries(processes)) {
		await mkdir(join(root, pid));
		if (comm !== undefined) await writeFile(join(root, pid, "comm"), `${comm}\n`);
		if (files === undefined) continue;
		await mkdir(join(root, pid, "fd"));
		for (const [fd, target] of files.entries())
			await symlink(target, join(root, pid, "fd", `${fd}`));
	}
	return root;
}

test("the process that has the port open is named, harmlessly", async () => {
	const root = await proc({
		1: { comm: "init", files: ["/dev/null"] },
		self: { comm: "me", files: ["/dev/ttyUSB0"] },
		4711: { comm: "av\u001b[2Jrdude", files: ["/dev/null", "socket:[77]", "/dev/ttyUSB0"] },
	});
	expect(await holderOf("/dev/ttyUSB0", root)).toEqual({ pid: 4711, name: "av\\u001b[2Jrdude" });
});

test("the process that has locked the port is named before others that have it open", async () => {
	const root = await proc({ 7: { comm: "reader", files: ["FILE"] }, 4711: { comm: "gw-sim" } });
	const { dev, ino } = await stat(root);
	const fileSystem = [Math.floor(dev / 256) % 4096, dev % 256].map((part) =>
		part.toString(16).padStart(2, "0"),
	);
	const lock = (order: number, kind: string, pid: number, inode: number): string =>
		`${order}: ${kind}  ADVISORY  WRITE ${pid} ${fileSystem.join(":")}:${inode} 0 EOF`;
	const locks = [
		lock(1, "POSIX", 7, ino),
		lock(2, "FLOCK", 7, ino + 1),
		lock(3, "FLOCK", 0, ino),
		lock(4, "FLOCK", 4711, ino),
	];
	await writeFile(join(root, "locks"), `${locks.join("\n")}\n`);
	expect(await holderOf(root, root)).toEqual({ pid: 4711, name: "gw-sim" });
});

test("nobody is named where nobody is seen", async () => {
	const root = await proc({ 1: { comm: "init", files: ["/dev/ttyUSB1"] }, 2: {} });
	expect(await holderOf("/dev/ttyUSB0", root)).toBeNull();
	expect(await holderOf("/dev/ttyUSB0", "/no/such/folder")).toBeNull();
});
