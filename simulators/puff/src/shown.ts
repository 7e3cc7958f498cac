import type { GroupState, PuffLink } from "@gw-sim/client/puff";
import type { HeatState } from "./heat-state.js";
import type { ProfileName } from "./profiles.js";

/** The device's part of what it shows. */
export interface BodyShown {
	readonly heat: HeatState;
	/** Chamber, whole degrees C. */
	readonly temperature: number;
	/** Of the cycle under way, else of the next one, degrees C. */
	readonly target: number;
	/** Whole percent. */
	readonly battery: number;
	/** Heat cycles in the device's life. */
	readonly dabs: number;
	/** For the next cycle. */
	readonly profile: ProfileName;
}

/** What a puff shows of itself: the state of its state event. */
export interface PuffShown extends BodyShown {
	/** `online` in a group alone. */
	readonly link: PuffLink;
	/** Its id; null for none. */
	readonly group: string | null;
	readonly groupState: GroupState | null;
}
