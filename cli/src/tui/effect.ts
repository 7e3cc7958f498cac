import type { Arm, Disarm, JsonObject } from "@gw-sim/core";
import type { ControlRequest } from "../up/orchestra.js";
import type { FrameLine } from "./frame-line.js";

/** `tag:NAME`: the tag is taken from that lock's reader. */
export type TuiTimer = `tag:${string}`;

/** What the model wants done outside. */
export type Effect =
	/** Gives a device one of its commands. */
	| { readonly type: "send"; readonly name: string; readonly command: JsonObject }
	/** Asks the gateway's control API, one request after the other. */
	| {
			readonly type: "control";
			readonly request: ControlRequest;
			/** Told when it is done; empty for nothing. */
			readonly done: string;
			/** The device that tells its state again where it is refused; null for none. */
			readonly asks: string | null;
	  }
	| { readonly type: "start" | "stop" | "restart"; readonly name: string }
	/** Writes frames to a new file. */
	| { readonly type: "save"; readonly file: string; readonly frames: readonly FrameLine[] }
	/** Stops everything and ends; `abandon` without waiting. */
	| { readonly type: "end" | "abandon" }
	/** Gives the terminal to the shell until it gives it back. */
	| { readonly type: "suspend" }
	| Arm<TuiTimer>
	| Disarm<TuiTimer>;
