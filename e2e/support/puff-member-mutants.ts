import {
	answers,
	editedIf,
	event,
	onTold,
	type PuffMutant,
	said,
	saidWith,
	secretly,
	told,
	toldWith,
	unseen,
	untold,
} from "./puff-tampering.js";
import type { Wire } from "./tampered-dial.js";
import { type Fault, type Message, messageIn } from "./tampering.js";

const isBlank = (name: unknown): boolean => typeof name !== "string" || name.trim() === "";
const isObject = (d: Message): boolean => typeof d === "object" && d !== null && !Array.isArray(d);

/** What a client says of itself, or does, whether or not it is in a group. */
function whereabouts(
	act: (message: Message, wire: Wire, isIn: boolean) => readonly Message[] | null,
): () => Fault {
	return () => (wire) => {
		let isIn = false;
		return {
			incoming(frame) {
				const t = messageIn(frame)?.t;
				isIn = t === "JOINED_GROUP" || (t !== "GROUP_DELETE" && isIn);
				return [frame];
			},
			outgoing(frame) {
				const message = messageIn(frame);
				const changed = isObject(message) ? act(message, wire, isIn) : null;
				if (message?.op === 7) isIn = false;
				return changed?.map((one) => JSON.stringify(one)) ?? [frame];
			},
		};
	};
}

/** Remembers what a client's device told, and knows it in every group that it joins. */
const remembering: () => Fault = unseen(() => (wire) => {
	let device: object | null = null;
	return {
		incoming(frame) {
			if (device !== null && messageIn(frame)?.t === "JOINED_GROUP")
				wire.send(JSON.stringify(secretly(device)));
			return [frame];
		},
		outgoing: (frame) =>
			editedIf(
				frame,
				({ op }) => op === 4,
				(message) => {
					device = { ...device, ...message.d };
					return [message];
				},
			),
	};
});

/** Faults in who is who, in what group, with what device. */
export const memberMutants: readonly PuffMutant[] = [
	{
		name: "puts creators into their groups",
		caught: ["create-does-not-join", "create-answers-its-sender", "create-twice"],
		fault: () =>
			onTold((wire, { t, d }) => {
				if (t === "GROUP_CREATE") wire.send(JSON.stringify({ op: 1, d: { group_id: d.group_id } }));
			}),
	},
	{
		name: "trims names",
		caught: ["create-answers-its-sender"],
		fault: toldWith("GROUP_CREATE", (d) => ({ ...d, name: d.name.trim() })),
	},
	{
		name: "keeps blank names",
		caught: ["create-without-a-name"],
		fault: () => () => {
			let wasBlank = false;
			return {
				outgoing: (frame) =>
					editedIf(
						frame,
						({ op }) => op === 2,
						(message) => {
							wasBlank = message.d?.name === "";
							return [message];
						},
					),
				incoming: (frame) =>
					editedIf(
						frame,
						({ t }) => t === "GROUP_CREATE" && wasBlank,
						(message) => [{ ...message, d: { ...message.d, name: "" } }],
					),
			};
		},
	},
	{
		name: "makes a group of a name once",
		caught: ["create-twice"],
		fault: () => {
			const ids = new Map<unknown, unknown>();
			return told("GROUP_CREATE", (message) => {
				const { name, group_id } = message.d;
				ids.set(name, ids.get(name) ?? group_id);
				return [{ ...message, d: { name, group_id: ids.get(name) } }];
			})();
		},
	},
	{
		name: "counts code points",
		caught: ["create-name-limit"],
		fault: answers(
			2,
			(d) => !isBlank(d?.name) && [...d.name].length > 32,
			event("GROUP_CREATE_ERROR", { code: "INVALID_GROUP_NAME" }),
		),
	},
	{
		name: "cuts names that are too long",
		caught: ["create-name-limit", "user-name-limit", "edit-name-limit"],
		fault: () => () => ({
			outgoing: (frame) =>
				editedIf(
					frame,
					({ d }) => typeof d?.name === "string" && d.name.length > 32,
					(message) => [{ ...message, d: { name: message.d.name.slice(0, 32) } }],
				),
		}),
	},
	{
		name: "takes any data for none",
		caught: ["create-bad-data", "user-bad-data", "edit-bad-data", "device-bad-data"],
		fault: () => () => ({
			outgoing: (frame) =>
				editedIf(
					frame,
					({ op, d }) => [2, 4, 5, 6].includes(op) && !isObject(d),
					(message) => [{ ...message, d: {} }],
				),
		}),
	},
	{
		name: "is silent about bad data",
		caught: ["create-bad-data", "user-bad-data", "edit-bad-data", "device-bad-data"],
		fault: untold("SYNTAX_ERROR"),
	},
	{
		name: "keeps groups that nobody joins",
		caught: ["unjoined-group-goes"],
		settings: { unjoinedGroupTtlMs: 300_000 },
	},
	{
		name: "lets unjoined groups go too early",
		caught: ["unjoined-group-goes"],
		settings: { unjoinedGroupTtlMs: 10_000 },
	},
	{
		name: "counts the heatings",
		caught: ["join-answers-joined-group", "joined-tells-the-state"],
		fault: toldWith("JOINED_GROUP", (d) => ({ ...d, sesh_counter: 0 })),
	},
	{
		name: "makes groups public",
		caught: ["create-is-private-and-chilling", "join-answers-joined-group"],
		fault: toldWith("JOINED_GROUP", (d) => ({ ...d, visibility: "public" })),
	},
	{
		name: "is silent about arrivals",
		caught: ["join-tells-the-others", "join-at-the-same-instant"],
		fault: untold("GROUP_USER_JOIN"),
	},
	{
		name: "tells newcomers' names wrongly",
		caught: ["join-tells-the-others", "user-starts-unnamed", "user-update-outside-a-group"],
		fault: toldWith("GROUP_USER_JOIN", (d) => ({ ...d, name: `${d.name}!` })),
	},
	{
		name: "lists the oldest first",
		caught: ["joined-lists-the-newest-first", "joined-lists-devices-and-names"],
		fault: toldWith("JOINED_GROUP", (d) => ({ ...d, members: d.members.toReversed() })),
	},
	{
		name: "does not tell newcomers of devices",
		caught: ["joined-lists-devices-and-names", "device-is-merged-by-key", "user-other-keys"],
		fault: toldWith("JOINED_GROUP", (d) => ({
			...d,
			members: d.members.map((member: object) => ({ ...member, device_state: {} })),
		})),
	},
	{
		name: "tells newcomers that nothing happens",
		caught: ["joined-tells-the-state"],
		fault: toldWith("JOINED_GROUP", (d) => ({ ...d, state: "chilling" })),
	},
	{
		name: "has errors of its own for joins",
		caught: ["join-unknown-group", "join-without-a-group", "delete-is-the-end"],
		fault: toldWith("GROUP_JOIN_ERROR", () => ({ code: "invalid_group" })),
	},
	{
		name: "wants the id of a group",
		caught: ["join-without-a-group"],
		fault: answers(
			1,
			(d) => typeof d?.group_id !== "string",
			event("SYNTAX_ERROR", { code: "MISSING_DATA_OR_GROUP_ID" }),
		),
	},
	{
		name: "finds a group by its id with blanks",
		caught: ["join-unknown-group"],
		fault: saidWith(1, (d) =>
			typeof d?.group_id === "string" ? { group_id: d.group_id.trim() } : d,
		),
	},
	{
		name: "lets a member join its group again",
		caught: ["join-the-same-group"],
		fault: toldWith("GROUP_JOIN_ERROR", (d) =>
			d.code === "ALREADY_IN_GROUP" ? { code: "already_in_a_group" } : d,
		),
	},
	{
		name: "leaves the old group before it finds the new one",
		caught: ["join-fails-and-changes-nothing", "join-the-same-group"],
		fault: said(1, (message) => [{ op: 7 }, message]),
	},
	{
		name: "refuses who is in a group already",
		caught: ["join-another-leaves-the-first", "heating-forgets-who-went-elsewhere"],
		fault: whereabouts(({ op, d }, wire, isIn) => {
			if (op !== 1 || !isIn || d?.group_id === "") return null;
			wire.deliver(JSON.stringify(event("GROUP_JOIN_ERROR", { code: "already_in_a_group" })));
			return [];
		}),
	},
	{
		name: "keeps what a device told over a change of groups",
		caught: [
			"join-another-without-its-device",
			"leave-forgets-the-device",
			"ready-ends-with-leaving",
			"sesh-forgets-who-left",
		],
		fault: remembering,
	},
	{
		name: "tells everybody of every group",
		caught: ["groups-are-apart"],
		fault: () => {
			const wires = new Set<Wire>();
			return (wire) => {
				wires.add(wire);
				return {
					incoming(frame) {
						if (messageIn(frame)?.t === "GROUP_USER_DEVICE_UPDATE")
							for (const other of wires) if (other !== wire) other.deliver(frame);
						return [frame];
					},
				};
			};
		},
	},
	{
		name: "is silent about departures",
		caught: ["leave-tells-the-others", "close-leaves-at-once", "group-goes-on"],
		fault: untold("GROUP_USER_LEFT"),
	},
	{
		name: "answers who leaves",
		caught: ["leave-tells-the-others", "leave-outside-a-group"],
		fault: () => (wire) => ({
			outgoing(frame) {
				if (messageIn(frame)?.op === 7) wire.deliver(JSON.stringify(event("GROUP_LEFT")));
				return [frame];
			},
		}),
	},
	{
		name: "complains where nobody can leave",
		caught: ["leave-outside-a-group"],
		fault: whereabouts(({ op }, wire, isIn) => {
			if (op === 7 && !isIn)
				wire.deliver(JSON.stringify(event("GROUP_ACTION_ERROR", { code: "NOT_IN_GROUP" })));
			return null;
		}),
	},
	{
		name: "falls silent where nobody can act",
		caught: ["leave-ends-it", "ops-outside-a-group", "create-does-not-join", "delete-is-the-end"],
		fault: untold("GROUP_ACTION_ERROR"),
	},
	{
		name: "forgets the group of who was lost only in the end",
		caught: ["close-leaves-at-once", "group-goes-on", "bad-bytes-are-1011"],
		fault: () => {
			const said = new Set<string>();
			return () => {
				let id = "";
				return {
					outgoing(frame) {
						if ([1, 7].includes(messageIn(frame)?.op)) said.add(id);
						return [frame];
					},
					incoming(frame) {
						const { op, d } = messageIn(frame) ?? {};
						if (op === 0) id = d.session_id;
						return editedIf(
							frame,
							({ t }) => t === "GROUP_USER_LEFT",
							(message) => (said.has(message.d.session_id) ? [] : [message]),
						);
					},
				};
			};
		},
	},
	{
		name: "calls the unnamed nothing",
		caught: ["user-starts-unnamed", "joined-lists-the-newest-first"],
		fault: toldWith("JOINED_GROUP", (d) => ({
			...d,
			members: d.members.map((member: object) => ({ ...member, name: null })),
		})),
	},
	{
		name: "names its event as the first gateway did",
		caught: ["user-update-tells-the-others", "user-update-is-partial", "user-name-limit"],
		fault: told("GROUP_USER_UPDATE", (message) => [{ ...message, t: "GROUP_USER_UPDATED" }]),
	},
	{
		name: "echoes who changes itself",
		caught: ["user-update-tells-the-others"],
		fault: whereabouts((message, wire, isIn) => {
			if (isIn && message.op === 6) wire.deliver(JSON.stringify(event("GROUP_USER_UPDATE")));
			return null;
		}),
	},
	{
		name: "takes what a user leaves out for nothing",
		caught: ["user-update-is-partial"],
		fault: saidWith(6, (d) => (isObject(d) ? { device_type: null, ...d } : d)),
	},
	{
		name: "knows users in groups alone",
		caught: ["user-update-outside-a-group"],
		fault: whereabouts(({ op }, _, isIn) => (op === 6 && !isIn ? [] : null)),
	},
	{
		name: "takes a device from a user",
		caught: ["user-other-keys"],
		fault: said(6, (message) =>
			message.d?.device_state === undefined
				? [message]
				: [message, { op: 4, d: message.d.device_state }],
		),
	},
];
