import type { DeviceModel, LogLine } from "./device-model.js";
import type { FrameLine } from "./frame-line.js";
import type { Filters, Model } from "./model.js";
import type { Ring } from "./ring.js";

/** A filter as it is now: the one that is being written counts already. */
export function filterText(model: Model, name: keyof Filters): string {
	return model.editing?.filter === name ? model.editing.input.text : model.filters[name];
}

/** The filter that the view on the screen has; null where it has none. */
export function filterOf({ view }: Model): keyof Filters | null {
	switch (view) {
		case "list":
		case "device":
			return "list";
		case "frames":
		case "log":
			return view;
		case "server":
		case "processes":
			return null;
	}
}

export function selectedDevice({ devices, selected }: Model): DeviceModel | null {
	return selected === null ? null : (devices.get(selected) ?? null);
}

/** The devices that the list's filter lets through, in the scene's order. */
export function shownDevices(model: Model): readonly DeviceModel[] {
	const devices = [...model.devices.values()];
	const filter = filterText(model, "list");
	if (filter === "") return devices;
	const fits = matcher(filter);
	return devices.filter(({ name, kind, link }) => fits(`${name} ${kind} ${link}`));
}

/** The frames of the pane as they come: of the selected device or of all. */
export function liveFrames(model: Model): Ring<FrameLine> {
	const device = selectedDevice(model);
	return model.framesPane.scope === "all" || device === null ? model.frames : device.frames;
}

/** The frames of the pane, oldest first, as they were when it was paused, filtered. */
export function shownFrames(model: Model): readonly FrameLine[] {
	const { items } = model.framesPane.paused ?? liveFrames(model);
	const filter = filterText(model, "frames");
	if (filter === "") return items;
	const fits = matcher(filter);
	return items.filter(({ name, dir, text, raw }) => fits(`${name} ${dir} ${text} ${raw}`));
}

/** The lines of the log, oldest first, filtered. */
export function shownLog(model: Model): readonly LogLine[] {
	const filter = filterText(model, "log");
	if (filter === "") return model.log.items;
	const fits = matcher(filter);
	return model.log.items.filter(({ name, level, text }) => fits(`${name} ${level} ${text}`));
}

/** Every word of a filter occurs, in small or capital letters; one that begins with `!` does not. */
function matcher(filter: string): (text: string) => boolean {
	const words = filter.toLowerCase().split(/\s+/);
	return (text) => {
		const low = text.toLowerCase();
		return words.every((word) =>
			word.length > 1 && word.startsWith("!") ? !low.includes(word.slice(1)) : low.includes(word),
		);
	};
}
