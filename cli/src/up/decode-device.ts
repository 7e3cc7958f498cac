import { safe } from "@gw-sim/core";
import { commandFlags } from "./command-flags.js";
import { type Located, list, mapping, oneOf, record, text, wholeNumber, wrong } from "./located.js";
import { type DeviceKind, serverName } from "./orchestra.js";
import type { Restarting, SceneDevice, SceneServer } from "./scene.js";

const kinds: readonly DeviceKind[] = ["lock", "cloud", "puff", "chat", "room"];
const keys = [
	"name",
	"kind",
	"options",
	"env",
	"after",
	"restart",
	"retries",
	"group",
	"user",
] as const;

const maxRetries = 1_000_000;
const defaultRetries = 5;
const namePattern = /^\S{1,32}$/u;

/** @throws UsageError that names the place of what is wrong. */
export function decodeDevice(item: Located, server: SceneServer | null): SceneDevice {
	const entries = record(item, keys);
	const value = (key: (typeof keys)[number]): Located | undefined => entries.get(key)?.value;
	const required = (key: "name" | "kind"): Located => {
		const found = value(key);
		if (found !== undefined) return found;
		throw wrong(item, item.at, `${key} is missing: a device has name and kind`);
	};
	const name = nameOf(required("name"));
	const kind = oneOf(required("kind"), kinds);
	const options = value("options");
	const given = options === undefined ? [] : commandFlags(kind, options);
	return {
		name,
		kind,
		args: [...ownName(kind, name, given), ...given],
		hasOwnUrl: given.some((flag) => flag.startsWith("--url=")),
		env: envOf(value("env")),
		after: afterOf(value("after")),
		groupFrom: groupOf(value("group"), kind, given),
		user: userOf(value("user"), kind, server),
		...restartingOf(value("restart"), value("retries")),
	};
}

/** When a process is started again. */
export function restartingOf(
	restart: Located | undefined,
	retries: Located | undefined,
): Restarting {
	return {
		restart:
			restart === undefined ? "on-failure" : oneOf(restart, ["on-failure", "always", "never"]),
		retries: retries === undefined ? defaultRetries : wholeNumber(retries, maxRetries),
	};
}

function nameOf(value: Located): string {
	const name = text(value);
	if (name === serverName) throw wrong(value, value.at, "server is the name of the server itself");
	if (namePattern.test(name) && safe(name) === name && !name.startsWith("-")) return name;
	throw wrong(value, value.at, "needs 1 to 32 characters without blanks, as lock-1");
}

/** A device is called as in the scene unless its options say otherwise. */
function ownName(kind: DeviceKind, name: string, given: readonly string[]): readonly string[] {
	const flag = kind === "lock" ? "--serial=" : "--name=";
	return given.some((each) => each.startsWith(flag)) ? [] : [`${flag}${name}`];
}

function envOf(value: Located | undefined): ReadonlyMap<string, string> {
	if (value === undefined) return new Map();
	return new Map(
		[...mapping(value).values()].map(({ key, at, value: each }) => {
			if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key))
				throw wrong(each, at, "needs the name of an environment variable, as GW_SIM_TOKEN");
			return [key, each.content === "" ? "" : text(each)];
		}),
	);
}

function afterOf(value: Located | undefined): readonly string[] {
	if (value === undefined) return [];
	const names = list(value, "needs a list of names, as [lock-1]").map((item) => text(item));
	return [...new Set(names)];
}

function groupOf(
	value: Located | undefined,
	kind: DeviceKind,
	given: readonly string[],
): string | null {
	if (value === undefined) return null;
	if (kind !== "puff") throw wrong(value, value.at, `a ${kind} has no group`);
	if (given.some((flag) => /^--(group|create)=/.test(flag)))
		throw wrong(value, value.at, "its options name a group already: leave one out");
	const from = record(value, ["from"]).get("from");
	if (from === undefined) throw wrong(value, value.at, "needs a puff, as in group: {from: puff-1}");
	return text(from.value);
}

function userOf(
	value: Located | undefined,
	kind: DeviceKind,
	server: SceneServer | null,
): string | null {
	if (value === undefined) return null;
	if (kind !== "chat") throw wrong(value, value.at, `a ${kind} has no user`);
	if (server === null)
		throw wrong(value, value.at, "a foreign gateway's users need a token: give that instead");
	const id = text(value);
	if (server.config?.chat.users.some((user) => user.id === id)) return id;
	throw wrong(value, value.at, "needs the id of one of server.config.chat.users");
}
