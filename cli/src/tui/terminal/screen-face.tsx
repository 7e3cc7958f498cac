import { Box } from "ink";
import { colorsOf } from "../../cloud/strip-line.js";
import { App } from "../app.js";
import { CanvasContext } from "../canvas.js";
import { BlockCanvas } from "./block-canvas.js";
import type { Face, FaceOptions } from "./face.js";
import { takeKeys } from "./give-back.js";
import { InkTree } from "./ink-tree.js";
import { ScreenWriter } from "./screen-writer.js";

/** The UI drawn on the terminal's alternate screen. */
export function screenFace({ stdin, stdout, pressed, failed }: FaceOptions): Face {
	const writer = new ScreenWriter(stdout);
	const canvas = new BlockCanvas();
	const tree = new InkTree({ stdin, failed });
	const colors = colorsOf(process.env);
	return {
		draw(model) {
			tree.show(
				<CanvasContext value={canvas}>
					{/* Out of the flow, so that the frame which Ink itself would draw has no rows. */}
					<Box position="absolute">
						<App model={model} colors={colors} pressed={pressed} />
					</Box>
				</CanvasContext>,
				model.columns,
			);
			writer.draw(canvas.rows());
		},
		invalidate: () => writer.invalidate(),
		open() {
			writer.open();
			takeKeys(stdin);
		},
		close() {
			writer.close();
			stdin.setRawMode(false);
		},
		stop: () => tree.unmount(),
	};
}
