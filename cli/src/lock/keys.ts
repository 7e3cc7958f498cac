import type { LockDevice } from "@gw-sim/simulator-lock";
import { systemClock } from "@gw-sim/transport";
import type { KeyBinding } from "../terminal-keys.js";
import { HubControl } from "./hub-control.js";

/** How long a hand holds a tag to the reader. */
const tapMs = 1000;

/** What keys do with a lock in a terminal. */
export function lockKeys(device: LockDevice, url: string, tag: string): readonly KeyBinding[] {
	const hub = new HubControl(url);
	let takeAway = (): void => {};
	return [
		{
			key: "t",
			label: "tag",
			run() {
				// A tag that stays is read once: each tap is a new one.
				takeAway();
				void device.command({ cmd: "remove-tag" });
				void device.command({ cmd: "present-tag", uid: tag });
				takeAway = systemClock.after(tapMs, () => void device.command({ cmd: "remove-tag" }));
			},
		},
		{ key: "p", label: "pair", run: () => hub.pair(device.serial) },
		{
			key: "i",
			label: "internal",
			async run() {
				const { uuid } = device.snapshot().state;
				if (typeof uuid !== "string") return;
				await hub.setInternal(uuid);
				// The hub does not push the change; a lock learns it when it joins.
				await device.command({ cmd: "disconnect" });
				await device.command({ cmd: "connect" });
			},
		},
		{ key: "d", label: "drop", run: () => device.command({ cmd: "drop" }) },
		{
			key: "o",
			label: "off/on",
			run() {
				const isOffline = device.snapshot().state.link === "offline";
				return device.command({ cmd: isOffline ? "connect" : "disconnect" });
			},
		},
		{ key: "j", label: "jam", run: () => device.command({ cmd: "jam" }) },
		{ key: "c", label: "clear", run: () => device.command({ cmd: "clear-jam" }) },
	];
}
