import type { OrchestraEvent, SceneDeviceEvent } from "../up/orchestra.js";
import type { GroupMember } from "./device-model.js";
import type { FrameLine } from "./frame-line.js";

type Told = Exclude<OrchestraEvent, { readonly type: "event" }>;

/** Something that happened in the scene, fit for the model: frames are described, groups known. */
export type Happening = { readonly at: number } & (
	| Told
	| {
			readonly type: "event";
			readonly name: string;
			readonly event: Exclude<SceneDeviceEvent, { readonly event: "frame" }>;
	  }
	| ({ readonly type: "frame" } & Omit<FrameLine, "seq" | "at">)
	/** Who is in a puff's group. */
	| {
			readonly type: "group";
			readonly name: string;
			readonly groupName: string;
			readonly members: readonly GroupMember[];
	  }
);
