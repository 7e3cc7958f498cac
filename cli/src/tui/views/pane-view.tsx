import { memo, type NamedExoticComponent } from "react";
import type { Colors } from "../../cloud/strip-line.js";
import { paneBox, paneColumns, paneRows } from "../draw/pane.js";
import type { Model } from "../model.js";
import { Rows } from "./rows.js";
import type { View } from "./view.js";

export interface PaneViewProps {
	readonly view: View;
	readonly model: Model;
	readonly columns: number;
	readonly rows: number;
	/** Whether keys go to it. */
	readonly isFocused: boolean;
	readonly colors: Colors;
}

/** A view in its border; drawn anew when the part of the model that it shows has changed, and only then. */
export const PaneView: NamedExoticComponent<PaneViewProps> = memo(function PaneView({
	view,
	model,
	columns,
	rows,
	isFocused,
	colors,
}: PaneViewProps) {
	const pane = view.draw(model, columns - paneColumns, rows - paneRows, colors);
	const box = paneBox({ ...pane, isFocused }, columns, rows);
	return <Rows rows={box} columns={columns} height={rows} colors={colors} />;
}, looksTheSame);

function looksTheSame(before: PaneViewProps, after: PaneViewProps): boolean {
	return (
		before.view === after.view &&
		before.columns === after.columns &&
		before.rows === after.rows &&
		before.isFocused === after.isFocused &&
		before.colors === after.colors &&
		after.view.shows.every((part) => before.model[part] === after.model[part])
	);
}
