import { presenceWords } from "../draw/device-words.js";
import { deviceRows } from "../draw/panes/device.js";
import { dim, span } from "../draw/span.js";
import { selectedDevice } from "../selectors.js";
import type { View } from "./view.js";

/** The selected device, drawn. */
export const deviceView: View = {
	shows: ["devices", "processes", "selected", "now"],
	draw: (model, columns, rows, colors) => {
		const device = selectedDevice(model);
		if (device === null) return { title: [span("Device")], rows: [[dim("no device is selected")]] };
		const process = model.processes.get(device.name);
		return {
			title: [span(device.name), dim(` ${device.kind}`)],
			aside: presenceWords(device.link, process),
			rows: deviceRows({ device, process, now: model.now, colors }, columns, rows),
		};
	},
};
