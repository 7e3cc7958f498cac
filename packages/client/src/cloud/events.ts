import type { Frame } from "@gw-sim/core";
import type { Command, Show } from "@gw-sim/protocols/cloud";
import type { CloudProblem } from "./problem.js";

/** How far the connection is; `online` means that the server said `ok`. */
export type CloudLink = "offline" | "connecting" | "joining" | "online" | "backoff";

/** What a client tells its listeners. */
export interface CloudClientEvents {
	readonly link: CloudLink;
	/** Something else is shown from now on; what is repeated is not told again. */
	readonly show: Show;
	/** Whether the light is low, as the option `whenOffline: "dim"` has it without a connection. */
	readonly dimmed: boolean;
	/** A `reset` is obeyed by the client itself; an `update` never is. */
	readonly command: Command;
	readonly problem: CloudProblem;
	/** Everything that goes over the wire, for recorders; in the place of the secret, `<secret>`. */
	readonly frame: { readonly direction: "in" | "out"; readonly frame: Frame };
}
