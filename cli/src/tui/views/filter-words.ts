import { type Row, span } from "../draw/span.js";
import { cut } from "../draw/width.js";

const widest = 16;

/** A filter that is on, for the border of its pane. */
export function filterWords(filter: string): Row {
	return filter === "" ? [] : [span(`/${cut(filter, widest)}`, { tone: "warn", bold: true })];
}
