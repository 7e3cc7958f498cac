import { Keys } from "../app.js";
import type { Model } from "../model.js";
import { sentences } from "../sentences.js";
import type { Face, FaceOptions } from "./face.js";
import { takeKeys } from "./give-back.js";
import { InkTree } from "./ink-tree.js";

/** The UI as plain sentences about what changes, one a line, for a screen reader. */
export function readerFace({ stdin, stdout, pressed, failed }: FaceOptions): Face {
	const tree = new InkTree({ stdin, failed });
	let last: Model | null = null;
	return {
		draw(model) {
			if (last === null) tree.show(<Keys pressed={pressed} />, model.columns);
			for (const sentence of sentences(last, model)) stdout.write(`${sentence}\n`);
			last = model;
		},
		invalidate() {},
		open: () => takeKeys(stdin),
		close: () => void stdin.setRawMode(false),
		stop: () => tree.unmount(),
	};
}
