import type { DeviceEvent, FaultsEvent } from "@gw-sim/simulator-engine";
import { chatLines } from "../chat/lines.js";
import { cloudLines } from "../cloud/lines.js";
import { lockLines } from "../lock/lines.js";
import { paint } from "../paint.js";
import { puffLines } from "../puff/lines.js";
import { roomLines } from "../room/lines.js";
import {
	type DeviceKind,
	type GatewayView,
	type ProcessExit,
	type ProcessView,
	type SceneDeviceEvent,
	serverName,
} from "./orchestra.js";
import type { PlainLines } from "./plain.js";
import type { SceneDevice } from "./scene.js";
import { isQuietLog, logText } from "./server-log.js";

const prefixStyles = ["cyan", "magenta", "yellow", "blue", "green"] as const;

/** Lines for people: each begins with the name of whoever it is about. */
export function readableLines(devices: readonly SceneDevice[], verbose: boolean): PlainLines {
	const names = [serverName, ...devices.map(({ name }) => name)];
	const width = Math.max(...names.map((name) => name.length));
	const describers = new Map(devices.map((device) => [device.name, describer(device)]));
	const prefixed = (name: string, text: string | null | undefined): string | null => {
		if (text === null || text === undefined) return null;
		const style = prefixStyles[Math.max(0, names.indexOf(name)) % prefixStyles.length] ?? "cyan";
		return `${paint(style, `${name.padEnd(width)} |`)} ${text}`;
	};
	return (event) => {
		switch (event.type) {
			case "process":
				return prefixed(event.process.name, processText(event.process));
			case "line": {
				const isQuiet = !verbose && event.name === serverName && isQuietLog(event.text);
				return prefixed(event.name, isQuiet ? null : logText(event.text));
			}
			case "event":
				return prefixed(event.name, describers.get(event.name)?.(event.event));
			case "gateway":
				return prefixed(serverName, gatewayText(event.gateway));
			default:
				return null;
		}
	};
}

function processText(process: ProcessView): string | null {
	const { status, waitsFor, pid, exit, nextStartAt, name } = process;
	switch (status) {
		case "waiting":
			return paint("dim", waitsFor.length === 0 ? "waits" : `waits for ${waitsFor.join(", ")}`);
		case "starting":
			return paint("dim", `starts as process ${pid}`);
		case "running":
			// What it says tells it.
			return null;
		case "stopping":
			return paint("dim", "stops");
		case "stopped":
			return paint("dim", exit === null ? "does not run" : `ended ${exitText(exit)}`);
		case "backoff": {
			const seconds = ((nextStartAt ?? 0) - (exit?.at ?? 0)) / 1000;
			return paint("red", `ended ${exitText(exit)}; starts again in ${seconds} s`);
		}
		case "failed":
			return paint("red", `ended ${exitText(exit)}, for good: ${name} is not started again`);
	}
}

/** How a process ended, in a few words. */
export function exitText(exit: ProcessExit | null): string {
	if (exit === null || (exit.code === null && exit.signal === null)) return "before it began";
	return exit.signal === null ? `with code ${exit.code}` : `by ${exit.signal}`;
}

function gatewayText({ url, isOwn }: GatewayView): string {
	return isOwn ? `listens on ${paint("bold", url)}` : `is elsewhere: ${paint("bold", url)}`;
}

/** What a device's own terminal would say. */
function describer({ kind }: SceneDevice): (event: SceneDeviceEvent) => string | null {
	const own = ownDescriber(kind);
	return (event) => {
		if (event.event === "faults") return `faults   ${faultsText(event.faults)}`;
		return own(event);
	};
}

function ownDescriber(
	kind: DeviceKind,
): (event: Exclude<SceneDeviceEvent, FaultsEvent>) => string | null {
	switch (kind) {
		case "lock": {
			const lines = lockLines();
			return (event) => (event.event === "tag" || isCommon(event) ? lines(event) : null);
		}
		case "cloud": {
			const lines = cloudLines(null);
			return (event) => (event.event === "tag" ? null : lines(event));
		}
		default: {
			const lines = { puff: puffLines, chat: chatLines, room: roomLines }[kind]();
			return (event) => (isCommon(event) ? lines(event) : null);
		}
	}
}

function isCommon(event: SceneDeviceEvent): event is DeviceEvent {
	return ["state", "error", "message", "frame"].includes(event.event);
}

function faultsText(faults: FaultsEvent["faults"]): string {
	if (faults.length === 0) return "none";
	return faults
		.map(({ type, ...terms }) =>
			[type, ...Object.entries(terms).map(([key, value]) => `${key}=${value}`)].join(" "),
		)
		.join(", ");
}
