import { listRows } from "../draw/panes/list.js";
import { dim, span } from "../draw/span.js";
import { filterText, shownDevices } from "../selectors.js";
import { filterWords } from "./filter-words.js";
import type { View } from "./view.js";

/** The devices of the scene. */
export const listView: View = {
	shows: ["devices", "processes", "selected", "filters", "editing"],
	draw: (model, columns, rows) => {
		const { processes, selected } = model;
		const devices = shownDevices(model);
		const filter = filterText(model, "list");
		const total = model.devices.size;
		return {
			title: [span("Devices")],
			aside:
				filter === ""
					? [dim(String(total))]
					: [...filterWords(filter), dim(` ${devices.length} of ${total}`)],
			rows: listRows({ devices, processes, selected }, columns, rows),
		};
	},
};
