import type { Dial } from "@gw-sim/transport";
import { type ClientMutant, repeating, tampered } from "./puff-client-mutant.js";
import { told, toldWith } from "./puff-tampering.js";
import { type Message, messageIn } from "./tampering.js";

/** Cuts its connection when a message comes that holds, undefined where that is no JSON. */
function cutsAt(holds: (message: Message) => boolean): (dial: Dial) => Dial {
	return tampered(() => (wire) => ({
		incoming(frame) {
			if (typeof frame === "string" && holds(messageIn(frame))) wire.cut();
			return [frame];
		},
	}));
}

const known =
	/^(JOINED_GROUP|GROUP_(CREATE|DELETE|UPDATE|USER_JOIN|USER_LEFT|USER_UPDATE|USER_DEVICE_UPDATE|START_HEATING|HEAT_INQUIRY|USER_READY|VISIBILITY_CHANGE|JOIN_ERROR|CREATE_ERROR|ACTION_ERROR)|USER_UPDATE_ERROR|SYNTAX_ERROR|PUBLIC_GROUPS_UPDATE)$/;
const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;
/** Clients that stumble over something. */
export const toleranceMutants: readonly ClientMutant[] = [
	{
		name: "closes at bad frames",
		caught: ["tolerates-bad-frames"],
		wrap: cutsAt((message) => message?.op === undefined),
	},
	{
		name: "closes at bytes",
		caught: ["tolerates-bad-bytes"],
		wrap: tampered(() => (wire) => ({
			incoming(frame) {
				if (typeof frame !== "string") wire.cut();
				return [frame];
			},
		})),
	},
	{
		name: "reads bytes alone",
		caught: ["tolerates-text"],
		wrap: tampered(() => () => ({
			incoming: (frame) => (typeof frame === "string" ? [] : [frame]),
		})),
	},
	{
		name: "closes at ops that it does not know",
		caught: ["tolerates-unknown-ops"],
		wrap: cutsAt((message) => ![undefined, null, 0, 3].includes(message?.op)),
	},
	{
		name: "closes at events that it does not know",
		caught: ["tolerates-unknown-events", "tolerates-later-versions"],
		wrap: cutsAt((message) => message?.op === 3 && !known.test(String(message.t))),
	},
	{
		name: "closes where something is missing",
		caught: ["tolerates-missing-data", "tolerates-bad-frames"],
		wrap: cutsAt((message) => message?.op === 3 && !isObject(message.d)),
	},
	{
		name: "closes where a code is no text",
		caught: ["tolerates-wrong-kinds"],
		wrap: cutsAt((message) => isObject(message?.d?.code)),
	},
	{
		name: "closes at keys that it does not know",
		caught: ["tolerates-extra-keys"],
		wrap: cutsAt((message) => message?.s !== undefined),
	},
	{
		name: "wants members as ids",
		caught: ["tolerates-later-versions"],
		wrap: cutsAt((message) => message?.t === "GROUP_UPDATE" && isObject(message.d?.members?.[0])),
	},
	{
		name: "believes what a device tells",
		caught: ["tolerates-odd-devices"],
		wrap: cutsAt((message) => message?.d?.device_state?.state === "five"),
	},
	{
		name: "stumbles over names",
		caught: ["tolerates-odd-names"],
		wrap: cutsAt((message) => message?.d?.session_id === "__proto__"),
	},
	{
		name: "takes the deletion of any group for its own",
		caught: ["tolerates-strangers"],
		wrap: tampered(toldWith("GROUP_DELETE", () => ({ group_id: "ab12cd" }))),
	},
	{
		name: "begins anew with every hello",
		caught: ["tolerates-a-second-hello"],
		wrap: tampered(repeating(1)),
	},
	{
		name: "needs the whole of a group",
		caught: ["tolerates-later-joins"],
		wrap: tampered(
			told("JOINED_GROUP", (message) => (message.d.name === undefined ? [] : [message])),
		),
	},
	{
		name: "needs the op first",
		caught: ["tolerates-any-key-order", "tolerates-extra-keys"],
		wrap: tampered(() => (wire) => ({
			incoming(frame) {
				const isFirst = String(frame).startsWith('{"op"');
				if (!isFirst && messageIn(frame)?.t !== undefined) wire.cut();
				return isFirst ? [frame] : [];
			},
		})),
	},
];
