import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { portDenied } from "./port-denied.js";

test.each([
	[20, "dialout"],
	[986, "uucp"],
	[0, "dialout"],
	[77, "dialout"],
	[66, "dialout"],
])("who is not in group %i is told to join %s", async (gid, group) => {
	const folder = await mkdtemp(join(tmpdir(), "gw-sim-groups-"));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	const groups = join(folder, "group");
	await writeFile(groups, "root:x:0:\ndialout:x:20:\nuucp:x:986:ann\n$(reboot):x:66:\nshort\n");
	expect(await portDenied("/dev/ttyUSB0", gid, groups)).toMatchObject({
		code: "port-denied",
		message: `permission denied on /dev/ttyUSB0: sudo usermod -aG ${group} ${userInfo().username}, then log out and in again`,
	});
});

test("without a list of groups it is the usual one", async () => {
	expect((await portDenied("/dev/ttyUSB0", 986, "/no/such/file")).message).toContain("dialout");
});
