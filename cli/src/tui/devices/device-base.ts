import type { JsonObject } from "@gw-sim/core";
import type { DeviceModel, Link } from "../device-model.js";
import { oneOf } from "../readers.js";
import { emptyRing } from "../ring.js";

const links: readonly Link[] = ["offline", "connecting", "joining", "online", "backoff"];

type Base = Pick<
	DeviceModel,
	"name" | "link" | "faults" | "error" | "framesIn" | "framesOut" | "frames" | "log"
>;

/** What every device has before it has told anything. */
export function newBase(name: string): Base {
	return {
		name,
		link: "offline",
		faults: [],
		error: null,
		framesIn: 0,
		framesOut: 0,
		frames: emptyRing,
		log: emptyRing,
	};
}

/** What a state says of every kind of device. */
export function baseOf(state: JsonObject, before: Base): Pick<Base, "link" | "error"> {
	const link = oneOf(links, state.link, before.link);
	return { link, error: link === "online" ? null : before.error };
}
