import type { JsonObject } from "@gw-sim/core";
import type { GroupMember, PuffModel, Warmth } from "../device-model.js";
import { limits } from "../limits.js";
import { numberOr, word } from "../readers.js";
import { emptyRing, pushed } from "../ring.js";
import { baseOf, newBase } from "./device-base.js";

export function newPuff(name: string): PuffModel {
	return {
		...newBase(name),
		kind: "puff",
		group: null,
		groupState: null,
		groupName: null,
		members: [],
		heat: "off",
		temperature: 0,
		target: 0,
		battery: 0,
		isCharging: false,
		dabs: 0,
		profile: "",
		history: emptyRing,
	};
}

export function puffTold(puff: PuffModel, at: number, state: JsonObject): PuffModel {
	const warmth: Warmth = {
		at,
		temperature: numberOr(state.temperature, puff.temperature),
		target: numberOr(state.target, puff.target),
		heat: word(state.heat, 40) ?? puff.heat,
	};
	const { temperature, target, heat } = warmth;
	const group = word(state.group);
	return {
		...puff,
		...baseOf(state, puff),
		group,
		...(group === null ? { groupName: null, members: [] } : {}),
		groupState: word(state.groupState, 40),
		heat,
		temperature,
		target,
		battery: numberOr(state.battery, puff.battery),
		dabs: numberOr(state.dabs, puff.dabs),
		profile: word(state.profile, 40) ?? puff.profile,
		history: pushed(puff.history, [warmth], limits.warmth),
	};
}

/** Who else is in its group. */
export function groupTold(
	puff: PuffModel,
	name: string,
	members: readonly GroupMember[],
): PuffModel {
	return { ...puff, groupName: name, members };
}
