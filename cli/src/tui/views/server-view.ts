import { serverRows } from "../draw/panes/server.js";
import { span } from "../draw/span.js";
import type { View } from "./view.js";

/** The gateway that the devices are on. */
export const serverView: View = {
	shows: ["server"],
	draw: ({ server }, columns, rows) => ({
		title: [span("Server")],
		rows: serverRows(server, columns, rows),
	}),
};
