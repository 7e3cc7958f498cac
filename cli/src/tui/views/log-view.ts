import { logRows } from "../draw/panes/log.js";
import { placeText } from "../draw/scroll.js";
import { dim, span } from "../draw/span.js";
import { filterText, shownLog } from "../selectors.js";
import { filterWords } from "./filter-words.js";
import type { View } from "./view.js";

/** What the processes printed. */
export const logView: View = {
	shows: ["log", "logScroll", "filters", "editing"],
	draw: (model, columns, rows) => {
		const lines = shownLog(model);
		return {
			title: [span("Log")],
			aside: filterWords(filterText(model, "log")),
			foot: [dim(placeText(lines.length, model.logScroll, rows))],
			rows: logRows(lines, model.logScroll, columns, rows),
		};
	},
};
