import type { PuffDevice } from "@gw-sim/simulator-puff";
import type { KeyBinding } from "../terminal-keys.js";

/** What keys do with a puff in a terminal. */
export function puffKeys(device: PuffDevice): readonly KeyBinding[] {
	const profiles = [
		["1", "low", "low"],
		["2", "mid", "medium"],
		["3", "high", "high"],
		["4", "peak", "peak"],
	] as const;
	return [
		{ key: "b", label: "button", run: () => device.command({ cmd: "press-button" }) },
		{ key: "a", label: "abort", run: () => device.command({ cmd: "abort" }) },
		...profiles.map(
			([key, label, profile]): KeyBinding => ({
				key,
				label,
				run: () => device.command({ cmd: "set-profile", profile }),
			}),
		),
		{ key: "i", label: "ask", run: () => device.command({ cmd: "inquire" }) },
		{
			key: "c",
			label: "plug",
			run: () => device.command({ cmd: "charge", on: !device.isCharging }),
		},
	];
}
