import type { TimerFired } from "@gw-sim/core";
import type { TuiTimer } from "./effect.js";
import type { Happening } from "./happening.js";
import type { Key } from "./key.js";
import type { Notice } from "./model.js";

/** Whatever changes the model. */
export type Action =
	| { readonly type: "happened"; readonly happenings: readonly Happening[] }
	/** Time goes by; on the orchestra's clock. */
	| { readonly type: "tick"; readonly at: number }
	| { readonly type: "resized"; readonly columns: number; readonly rows: number }
	| { readonly type: "pressed"; readonly key: Key }
	/** What became of an effect. */
	| { readonly type: "told"; readonly tone: Notice["tone"]; readonly text: string }
	/** Somebody else wants it to end. */
	| { readonly type: "ending" }
	| TimerFired<TuiTimer>;
