import { processRows } from "../draw/panes/processes.js";
import { dim, span } from "../draw/span.js";
import type { View } from "./view.js";

/** The server and the devices as processes. */
export const processesView: View = {
	shows: ["processes", "selected", "now"],
	draw: ({ processes, selected, now }, columns, rows) => ({
		title: [span("Processes")],
		aside: [dim(String(processes.size))],
		rows: processRows({ processes: [...processes.values()], selected, now }, columns, rows),
	}),
};
