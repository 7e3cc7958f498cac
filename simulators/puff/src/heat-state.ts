/** What people call the firmware's states, each at its number on the wire. */
export const heatNames = [
	"memory",
	"version-boot",
	"battery-boot",
	"off",
	"sleep",
	"idle",
	"select",
	"preheat",
	"active",
	"fade",
	"version",
	"battery",
	"test",
	"bonding",
] as const;

export type HeatState = (typeof heatNames)[number];

/** Its number on the wire. */
export function heatCode(heat: HeatState): number {
	return heatNames.indexOf(heat);
}

/** Whether a press of the button leads to select, now or once the device has booted. */
export function canBeReady(heat: HeatState): boolean {
	return heatCode(heat) <= heatCode("select") && heat !== "off";
}
