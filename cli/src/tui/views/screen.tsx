import { Box } from "ink";
import type { ReactElement } from "react";
import type { Colors } from "../../cloud/strip-line.js";
import { headerRow, hintRow, noticeRow } from "../draw/bars.js";
import { layoutOf, leastColumns, leastRows } from "../draw/layout.js";
import { span } from "../draw/span.js";
import type { Model, ViewName } from "../model.js";
import type { HelpSection, KeyHint } from "../overlay.js";
import { deviceView } from "./device-view.js";
import { framesView } from "./frames-view.js";
import { listView } from "./list-view.js";
import { logView } from "./log-view.js";
import { OverlayView } from "./overlay-view.js";
import { PaneView } from "./pane-view.js";
import { processesView } from "./processes-view.js";
import { Rows } from "./rows.js";
import { serverView } from "./server-view.js";
import type { View } from "./view.js";

export interface ScreenProps {
	readonly model: Model;
	/** For the last line, the most important first. */
	readonly hints: readonly KeyHint[];
	readonly help: readonly HelpSection[];
	readonly colors: Colors;
}

const views: Readonly<Record<ViewName, View>> = {
	list: listView,
	device: deviceView,
	frames: framesView,
	server: serverView,
	processes: processesView,
	log: logView,
};

/** The whole screen, exactly as large as the model says. */
export function Screen({ model, hints, help, colors }: ScreenProps): ReactElement {
	const { columns, rows, view, overlay } = model;
	if (columns < leastColumns || rows < leastRows)
		return <TooSmall columns={columns} rows={rows} colors={colors} />;
	const bars = [noticeRow(model.editing, model.notices, columns), hintRow(hints, columns)];
	return (
		<Box flexDirection="column" width={columns} height={rows} flexShrink={0}>
			<Rows rows={[headerRow(model, columns)]} columns={columns} height={1} colors={colors} />
			<Box>
				{layoutOf(columns, rows, view).map((stack) => (
					<Box key={stack[0]?.pane} flexDirection="column">
						{stack.map((place) => (
							<PaneView
								key={place.pane}
								view={views[place.pane]}
								model={model}
								columns={place.columns}
								rows={place.rows}
								isFocused={place.pane === view && overlay === null}
								colors={colors}
							/>
						))}
					</Box>
				))}
			</Box>
			<Rows rows={bars} columns={columns} height={bars.length} colors={colors} />
			{overlay === null ? null : (
				<OverlayView overlay={overlay} help={help} columns={columns} rows={rows} colors={colors} />
			)}
		</Box>
	);
}

function TooSmall({
	columns,
	rows,
	colors,
}: Pick<Model, "columns" | "rows"> & Pick<ScreenProps, "colors">): ReactElement {
	const words = `${columns}x${rows} is too small: gw-sim needs ${leastColumns}x${leastRows}; q quits`;
	return <Rows rows={[[span(words)]]} columns={columns} height={rows} colors={colors} />;
}
