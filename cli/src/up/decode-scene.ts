import { type BackoffSteps, deviceBackoffSteps, messageOf } from "@gw-sim/core";
import { parseConfig, type ServerConfig } from "@gw-sim/server";
import { InvalidArgumentError } from "commander";
import { durationMs } from "../options/arguments.js";
import { commandFlags } from "./command-flags.js";
import { decodeDevice, restartingOf } from "./decode-device.js";
import { type Entry, follow, type Located, list, plain, record, text, wrong } from "./located.js";
import { type Scene, type SceneDevice, type SceneServer, waitsFor } from "./scene.js";

const maxDevices = 1000;
const maxSteps = 20;

/**
 * A scene in a file that was read.
 * @throws UsageError that names the file, the line, the column and the key of what is wrong.
 */
export function decodeScene(root: Located): Omit<Scene, "title" | "folder"> {
	const entries = record(root, ["server", "url", "backoff", "devices"]);
	const [server, url] = [entries.get("server"), entries.get("url")];
	if (server !== undefined && url !== undefined)
		throw wrong(
			url.value,
			url.at,
			"a scene has a server of its own or a url of another: leave one out",
		);
	const devices = entries.get("devices");
	if (devices === undefined)
		throw wrong(root, root.at, "devices are missing: add a list of them, each with name and kind");
	const ownServer = url === undefined ? serverOf(server?.value) : null;
	return {
		server: ownServer,
		url: url === undefined ? null : webSocketUrl(url.value),
		devices: devicesOf(devices, ownServer),
		backoff: backoffOf(entries.get("backoff")?.value),
	};
}

function serverOf(value: Located | undefined): SceneServer {
	const entries =
		value === undefined ? null : record(value, ["config", "options", "restart", "retries"]);
	const config = entries?.get("config");
	const options = entries?.get("options")?.value;
	const args = options === undefined ? [] : commandFlags("server", options);
	const data = args.find((flag) => flag.startsWith("--data="));
	return {
		config: config === undefined ? null : configOf(config),
		args,
		folder: data?.slice("--data=".length) ?? null,
		...restartingOf(entries?.get("restart")?.value, entries?.get("retries")?.value),
	};
}

/** What the server would say of its configuration, and where in the scene that is. */
function configOf({ value, at }: Entry): ServerConfig {
	try {
		return parseConfig(plain(value));
	} catch (error) {
		const [, unknown = "", path = "", what = messageOf(error)] =
			/^(unknown key )?([^\s:]+): (.*)$/s.exec(messageOf(error)) ?? [];
		const found = path === "" ? at : (follow(value, path) ?? at);
		const key = path === "" ? value.path : `${value.path}.${path}`;
		throw wrong(
			{ file: value.file, path: key },
			found,
			unknown === "" ? what : `unknown key: ${what}`,
		);
	}
}

/** @throws UsageError for all but `ws:` and `wss:` URLs. */
function webSocketUrl(value: Located): string {
	const url = text(value);
	if (URL.canParse(url) && /^wss?:$/.test(new URL(url).protocol)) return url;
	throw wrong(value, value.at, "needs the URL of a gateway, as ws://192.0.2.7:4000");
}

function devicesOf({ value, at }: Entry, server: SceneServer | null): readonly SceneDevice[] {
	const items = list(value, "needs a list of devices, each with name and kind");
	if (items.length === 0) throw wrong(value, at, "needs at least one device");
	if (items.length > maxDevices) throw wrong(value, at, `has more than ${maxDevices} devices`);
	const devices: SceneDevice[] = [];
	const places = new Map<string, Located>();
	for (const item of items) {
		const device = decodeDevice(item, server);
		if (places.has(device.name))
			throw wrong(item, item.at, `there are two devices called ${device.name}: rename one`);
		places.set(device.name, item);
		devices.push(device);
	}
	assertOrder(devices, places);
	return devices;
}

/** Whoever waits has somebody to wait for, and does not wait for itself. */
function assertOrder(devices: readonly SceneDevice[], places: ReadonlyMap<string, Located>): void {
	const byName = new Map(devices.map((device) => [device.name, device]));
	const complain = ({ name }: SceneDevice, key: string, what: string): never => {
		const place = places.get(name);
		throw place === undefined
			? new Error(what)
			: wrong(
					{ file: place.file, path: `${place.path}.${key}` },
					follow(place, key) ?? place.at,
					what,
				);
	};
	for (const device of devices) {
		const { after, groupFrom } = device;
		for (const name of after)
			if (!byName.has(name)) complain(device, "after", `there is no device ${name}`);
		if (groupFrom !== null && byName.get(groupFrom)?.kind !== "puff")
			complain(device, "group", `there is no puff ${groupFrom}`);
	}
	const settled = new Set<string>();
	for (let before = -1; settled.size > before; ) {
		before = settled.size;
		for (const device of devices)
			if (waitsFor(device).every((name) => settled.has(name))) settled.add(device.name);
	}
	const stuck = devices.find(({ name }) => !settled.has(name));
	if (stuck !== undefined)
		complain(
			stuck,
			stuck.after.length === 0 ? "group" : "after",
			`${stuck.name} would wait for ever: those that it waits for wait for it`,
		);
}

function backoffOf(value: Located | undefined): BackoffSteps {
	if (value === undefined) return deviceBackoffSteps;
	const needs = `needs a list of 1 to ${maxSteps} times, as [1s, 2s, 5s]`;
	const [first, ...more] = list(value, needs).map((item) => {
		try {
			return durationMs(text(item));
		} catch (error) {
			if (error instanceof InvalidArgumentError) throw wrong(item, item.at, error.message);
			throw error;
		}
	});
	if (first === undefined || more.length >= maxSteps) throw wrong(value, value.at, needs);
	return [first, ...more];
}
