import { readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { EnvironmentError } from "@gw-sim/core";

/**
 * The error for a port that the user may not use, with the command that changes that.
 * @param port As it is shown.
 * @param gid The group that may use it.
 * @param groups Where groups have their names. @defaultValue "/etc/group"
 */
export async function portDenied(
	port: string,
	gid: number,
	groups = "/etc/group",
): Promise<EnvironmentError> {
	const group = (await groupName(gid, groups)) ?? "dialout";
	return new EnvironmentError(
		`permission denied on ${port}: sudo usermod -aG ${group} ${userName()}, then log out and in again`,
		{ code: "port-denied" },
	);
}

/** What goes into a command as it is. */
const plainName = /^[\w.-]+$/;

/** Undefined where that cannot be told, and for root's group, which nobody should join for a port. */
async function groupName(gid: number, groups: string): Promise<string | undefined> {
	if (gid === 0) return undefined;
	const text = await readFile(groups, "utf8").catch(() => "");
	const line = text.split("\n").find((one) => one.split(":")[2] === String(gid));
	const [name = ""] = line?.split(":") ?? [];
	return plainName.test(name) ? name : undefined;
}

function userName(): string {
	try {
		const { username } = userInfo();
		return plainName.test(username) ? username : "$USER";
	} catch {
		return "$USER";
	}
}
