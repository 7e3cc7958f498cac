import { frameRows } from "../draw/panes/frames.js";
import { placeText } from "../draw/scroll.js";
import { dim, type Row, span } from "../draw/span.js";
import type { Model } from "../model.js";
import { filterText, shownFrames } from "../selectors.js";
import { filterWords } from "./filter-words.js";
import type { View } from "./view.js";

/** What went over the wire. */
export const framesView: View = {
	shows: ["frames", "framesPane", "devices", "selected", "filters", "editing"],
	draw: (model, columns, rows) => {
		const { scope, isRaw, scroll } = model.framesPane;
		const frames = shownFrames(model);
		const isOfAll = scope === "all" || model.selected === null;
		return {
			title: [span("Frames"), dim(isOfAll ? " of all devices" : ` of ${model.selected}`)],
			aside: aside(model),
			foot: [dim(placeText(frames.length, scroll, rows))],
			rows: frameRows({ frames, isOfAll, isRaw, scroll }, columns, rows),
		};
	},
};

function aside(model: Model): Row {
	const { isRaw, paused } = model.framesPane;
	return [
		...filterWords(filterText(model, "frames")),
		...(isRaw ? [span(" raw", { tone: "info" })] : []),
		...(paused === null ? [] : [span(" paused", { tone: "warn", bold: true })]),
	];
}
