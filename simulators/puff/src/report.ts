import type { PuffDeviceState } from "@gw-sim/client/puff";
import { isHeating } from "@gw-sim/protocols/puff";
import { percentAt } from "./battery.js";
import type { PuffFirmwareState } from "./firmware-state.js";
import { heatCode } from "./heat-state.js";
import { dark, profiles } from "./profiles.js";
import { temperatureAt } from "./thermal.js";

/** What an app reads from a device and tells the group, each key at its own interval. */
export type Report = Required<
	Pick<
		PuffDeviceState,
		| "temperature"
		| "state"
		| "activeColor"
		| "stateTime"
		| "chargeSource"
		| "battery"
		| "totalDabs"
		| "profileName"
		| "profile"
		| "deviceName"
		| "deviceModel"
	>
>;

/** A report, and when the state in it was entered: entered again, it is told again. */
export interface Reading {
	readonly report: Report;
	readonly since: number;
}

/** `0` is a Peak. */
const deviceModel = "0";
const usb = 0;
const noCharger = 3;

/** What an app would read now. */
export function readingOf(state: PuffFirmwareState, deviceName: string): Reading {
	const { at, battery, chamber, cycle, dabs, heat, isCharging, profile, since } = state;
	const { told } = profiles[profile];
	return {
		since,
		report: {
			temperature: Math.round(temperatureAt(chamber, at)),
			state: heatCode(heat),
			activeColor: cycle === null ? dark : profiles[cycle].color,
			stateTime: Math.round(at - since) / 1000,
			chargeSource: isCharging ? usb : noCharger,
			battery: Math.round(percentAt(battery, at)),
			totalDabs: dabs,
			profileName: told.name,
			profile: told,
			deviceName,
			deviceModel,
		},
	};
}

/** Seconds between two looks at a key. */
const intervals = {
	temperature: 1,
	state: 1,
	activeColor: 1,
	stateTime: 1,
	chargeSource: 5,
	battery: 10,
	totalDabs: 10,
	profileName: 10,
	profile: 10,
	deviceName: 10,
	deviceModel: 10,
} as const satisfies Readonly<Record<keyof Report, number>>;

const reportKeys = Object.keys(intervals).filter(isReportKey);

const longestInterval = 10;

/** What to tell of what is read in one second, where the last look was in another; empty for nothing. */
export function newsOf(
	told: Reading,
	reading: Reading,
	lastSecond: number,
	second: number,
): Partial<Report> {
	const news = reportKeys.filter(
		(key) =>
			secondAfter(lastSecond, intervals[key]) <= second &&
			(key === "totalDabs" || isNews(key, told, reading)),
	);
	return Object.fromEntries(news.map((key) => [key, reading.report[key]]));
}

/** The second in which there may be something to tell next. */
export function nextLook(
	told: Reading,
	reading: Reading,
	second: number,
	isMoving: boolean,
): number {
	const pending = reportKeys.filter((key) => isNews(key, told, reading));
	const soonest = Math.min(longestInterval, ...pending.map((key) => intervals[key]));
	return secondAfter(second, isMoving ? 1 : soonest);
}

function isNews(key: keyof Report, told: Reading, reading: Reading): boolean {
	switch (key) {
		case "state":
			return told.since !== reading.since || told.report.state !== reading.report.state;
		case "stateTime":
			// Out of a cycle whoever is interested can count for himself.
			return told.since !== reading.since || isHeating(reading.report.state);
		default:
			return told.report[key] !== reading.report[key];
	}
}

function isReportKey(key: string): key is keyof Report {
	return Object.hasOwn(intervals, key);
}

/** The first whole multiple of an interval after a second. */
function secondAfter(second: number, interval: number): number {
	return (Math.floor(second / interval) + 1) * interval;
}
