import { Box } from "ink";
import type { ReactElement } from "react";
import type { Colors } from "../../cloud/strip-line.js";
import { barRows } from "../draw/layout.js";
import { type Pane, paneBox, paneColumns, paneRows } from "../draw/pane.js";
import { formRows } from "../draw/panes/form.js";
import { helpRows } from "../draw/panes/help.js";
import { paletteRows } from "../draw/panes/palette.js";
import { dim, type Row, span } from "../draw/span.js";
import type { Form, HelpSection, Overlay } from "../overlay.js";
import { Rows } from "./rows.js";

export interface OverlayViewProps {
	readonly overlay: Overlay;
	readonly help: readonly HelpSection[];
	/** Of the whole screen. */
	readonly columns: number;
	readonly rows: number;
	readonly colors: Colors;
}

const widest: Readonly<Record<Overlay["type"], number>> = { help: 124, palette: 66, form: 72 };
const margin = 2;
const paletteHeight = 16;

/** The bars at the screen's end, and the last line of the panes. */
const below = 3;

/** What lies over the panes: help and palette in the middle, a form where it hides least. */
export function OverlayView(props: OverlayViewProps): ReactElement {
	const { overlay, columns, rows, colors } = props;
	const width = Math.min(widest[overlay.type], columns - 2 * margin);
	const room = rows - barRows;
	const pane = overlayPane(props, width - paneColumns, room - paneRows);
	const height = Math.min(room, pane.rows.length + paneRows);
	const box = paneBox({ ...pane, isFocused: true }, width, height);
	const top = overlay.type === "form" ? rows - below - height : Math.floor((rows - height) / 3);
	return (
		<Box
			position="absolute"
			marginLeft={Math.floor((columns - width) / 2)}
			marginTop={Math.max(1, top)}
		>
			<Rows rows={box} columns={width} height={height} colors={colors} layer={1} />
		</Box>
	);
}

function overlayPane(
	{ overlay, help, colors }: OverlayViewProps,
	columns: number,
	rows: number,
): Omit<Pane, "isFocused"> {
	switch (overlay.type) {
		case "help": {
			const all = helpRows(help, columns);
			const from = Math.min(overlay.scroll, Math.max(0, all.length - rows));
			const foot = all.length > rows ? [dim(`${from + 1}–${from + rows} of ${all.length}`)] : [];
			return { title: [span("Keys")], foot, rows: all.slice(from, from + rows) };
		}
		case "palette": {
			const height = Math.min(rows, paletteHeight);
			const shown = paletteRows(overlay, columns, height);
			const gap = Array.from({ length: height - shown.length }, () => []);
			return {
				title: [span("Commands")],
				aside: [dim(String(overlay.entries.length))],
				rows: [...shown, ...gap],
			};
		}
		case "form":
			return {
				title: formTitle(overlay),
				rows: formRows(overlay, columns, rows, colors),
			};
	}
}

function formTitle({ title, device }: Form): Row {
	const isNamed = device === null || title.includes(device);
	return [span(title), dim(isNamed ? "" : ` ${device}`)];
}
