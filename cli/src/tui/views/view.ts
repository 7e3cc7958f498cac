import type { Colors } from "../../cloud/strip-line.js";
import type { Pane } from "../draw/pane.js";
import type { Model } from "../model.js";

/** What a pane of the screen shows. */
export interface View {
	/** The parts of the model that it is drawn from. */
	readonly shows: readonly (keyof Model)[];
	/** Its content, for so many columns and rows within its border. */
	draw(model: Model, columns: number, rows: number, colors: Colors): Omit<Pane, "isFocused">;
}
