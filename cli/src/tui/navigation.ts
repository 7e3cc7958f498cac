import type { Model } from "./model.js";
import { liveFrames, shownDevices, shownFrames, shownLog } from "./selectors.js";

/** So many rows further down: another device is selected, or the pane scrolls. */
export function moved(model: Model, by: number): Model {
	switch (model.view) {
		case "frames":
			return framesAt(model, model.framesPane.scroll - by);
		case "log":
			return logAt(model, model.logScroll - by);
		default:
			return selectedBeside(model, by);
	}
}

export function scrolledTo(model: Model, end: "first" | "last"): Model {
	const far = end === "first" ? Number.POSITIVE_INFINITY : 0;
	switch (model.view) {
		case "frames":
			return framesAt(model, far);
		case "log":
			return logAt(model, far);
		default:
			return selectedBeside(model, end === "first" ? -model.devices.size : model.devices.size);
	}
}

/** Another device; the frames of the one before are not looked at any more. */
export function selected(model: Model, name: string): Model {
	if (model.selected === name) return model;
	const { framesPane } = model;
	const pane =
		framesPane.scope === "device" ? { ...framesPane, paused: null, scroll: 0 } : framesPane;
	return { ...model, selected: name, framesPane: pane };
}

function selectedBeside(model: Model, by: number): Model {
	const devices = shownDevices(model);
	const at = devices.findIndex(({ name }) => name === model.selected);
	const to = at === -1 ? 0 : Math.min(devices.length - 1, Math.max(0, at + by));
	const device = devices[to];
	return device === undefined ? model : selected(model, device.name);
}

/** Who looks back wants to read: what comes does not push it away. */
function framesAt(model: Model, wanted: number): Model {
	const { framesPane } = model;
	const scroll = within(wanted, shownFrames(model).length);
	const paused = framesPane.paused ?? (scroll === 0 ? null : liveFrames(model));
	return { ...model, framesPane: { ...framesPane, scroll, paused } };
}

function logAt(model: Model, wanted: number): Model {
	return { ...model, logScroll: within(wanted, shownLog(model).length) };
}

/** At least one row stays to be seen. */
function within(scroll: number, rows: number): number {
	return Math.min(Math.max(0, rows - 1), Math.max(0, scroll));
}
