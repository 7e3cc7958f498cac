import { Box, type DOMElement, Transform } from "ink";
import { type ReactElement, useContext, useLayoutEffect, useRef } from "react";
import type { Colors } from "../../cloud/strip-line.js";
import { type Canvas, CanvasContext } from "../canvas.js";
import { paintRow } from "../draw/paint-row.js";
import { fitRow } from "../draw/row.js";
import type { Row } from "../draw/span.js";

export interface RowsProps {
	readonly rows: readonly Row[];
	readonly columns: number;
	readonly height: number;
	readonly colors: Colors;
	/** Those of a higher layer lie over the others. @defaultValue 0 */
	readonly layer?: number;
}

/** Rows as they are, each in exactly so many columns: on the canvas where there is one. */
export function Rows({ rows, columns, height, colors, layer = 0 }: RowsProps): ReactElement {
	const canvas = useContext(CanvasContext);
	const lines = Array.from({ length: height }, (_, i) =>
		paintRow(fitRow(rows[i] ?? [], columns), colors),
	);
	return canvas === null ? (
		<DrawnByInk lines={lines} columns={columns} />
	) : (
		<OnCanvas canvas={canvas} lines={lines} columns={columns} layer={layer} />
	);
}

interface LinesProps {
	readonly lines: readonly string[];
	readonly columns: number;
}

/**
 * In place of a blank block: Ink remembers the size of every text that it ever measured, and what
 * changes all the time would stay in its memory for ever.
 */
function DrawnByInk({ lines, columns }: LinesProps): ReactElement {
	return (
		<Box width={columns} height={lines.length} flexShrink={0}>
			<Transform transform={(_, i) => lines[i] ?? ""}>{blank(columns, lines.length)}</Transform>
		</Box>
	);
}

/** Where Ink has laid out an empty box. */
function OnCanvas({
	canvas,
	lines,
	columns,
	layer,
}: LinesProps & { readonly canvas: Canvas; readonly layer: number }): ReactElement {
	const ref = useRef<DOMElement>(null);
	useLayoutEffect(() => {
		if (ref.current !== null) canvas.put(ref, { box: ref.current, layer, lines });
	});
	useLayoutEffect(() => () => canvas.remove(ref), [canvas]);
	return <Box ref={ref} width={columns} height={lines.length} flexShrink={0} />;
}

function blank(columns: number, height: number): string {
	return Array.from({ length: height }, () => " ".repeat(columns)).join("\n");
}
