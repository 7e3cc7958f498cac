import { safe } from "@gw-sim/core";
import type { PuffDevice, PuffShown } from "@gw-sim/simulator-puff";
import { paint } from "../paint.js";

/** Where the bar begins, degrees C. */
const coldest = 24;
const widestBar = 40;

/** A puff in two lines: its chamber against its target, and its group. */
export function puffPanel(
	device: Pick<PuffDevice, "group" | "isCharging" | "shown">,
	columns: number,
): readonly string[] {
	return [chamberLine(device.shown, columns), groupLine(device, columns)];
}

function chamberLine({ heat, temperature, target, profile }: PuffShown, columns: number): string {
	const word = heat.padEnd(12);
	const now = `${String(temperature).padStart(4)} C `;
	const goal = ` ${target} C ${profile}`;
	const width = Math.min(widestBar, columns - word.length - now.length - goal.length);
	if (width < 4) return `${heat} ${temperature}/${target} C`.slice(0, columns);
	const share = Math.min(1, Math.max(0, (temperature - coldest) / (target - coldest)));
	const full = Math.round(share * width);
	const bar = paint("red", "█".repeat(full)) + paint("dim", "░".repeat(width - full));
	return paint("bold", word) + now + bar + goal;
}

function groupLine(
	{ group, isCharging, shown }: Pick<PuffDevice, "group" | "isCharging" | "shown">,
	columns: number,
): string {
	const where =
		group === null
			? shown.link
			: `${group.state.padEnd(11)} ${safe(group.groupId, 20)}, ${group.members.size + 1} in, ${group.ready.size} ready`;
	const battery = `battery ${shown.battery} %${isCharging ? " charging" : ""}`;
	return `${where}   ${battery}   ${shown.dabs} dabs`.slice(0, columns);
}
