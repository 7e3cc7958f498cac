import {
	answers,
	editedIf,
	event,
	onTold,
	type PuffMutant,
	said,
	saidWith,
	told,
	toldWith,
	untold,
} from "./puff-tampering.js";
import type { Wire } from "./tampered-dial.js";
import { type Edit, type Fault, type Message, messageIn } from "./tampering.js";

/** Edits what a client that spoke an op is told next by an event. */
function toldAfter(op: number, t: string, edit: Edit): () => Fault {
	return () => () => {
		let hasSpoken = false;
		return {
			outgoing(frame) {
				if (messageIn(frame)?.op === op) hasSpoken = true;
				return [frame];
			},
			incoming(frame) {
				return editedIf(
					frame,
					(message) => hasSpoken && message.t === t,
					(message) => {
						hasSpoken = false;
						return edit(message);
					},
				);
			},
		};
	};
}

/** Delivers something to everybody when somebody says an op. */
function everybodyHears(op: number, message: Message): () => Fault {
	return () => {
		const wires = new Set<Wire>();
		return (wire) => {
			wires.add(wire);
			return {
				outgoing(frame) {
					if (messageIn(frame)?.op === op)
						for (const { deliver } of wires) deliver(JSON.stringify(message));
					return [frame];
				},
			};
		};
	};
}

const update = "GROUP_UPDATE";
const listing = "PUBLIC_GROUPS_UPDATE";

/** Faults in what groups are, and in what their members tell of their devices. */
export const groupMutants: readonly PuffMutant[] = [
	{
		name: "keeps empty groups too long",
		caught: ["empty-group-goes", "list-without-a-group-that-goes"],
		settings: { emptyGroupTtlMs: 60_000 },
	},
	{
		name: "lets empty groups go too early",
		caught: ["empty-group-goes", "empty-group-waits-anew"],
		settings: { emptyGroupTtlMs: 5000 },
	},
	{
		name: "forgets the name of a group that was empty",
		caught: ["empty-group-keeps-its-face"],
		fault: toldWith("JOINED_GROUP", (d) =>
			d.members.length === 0 ? { ...d, name: "conformance" } : d,
		),
	},
	{
		name: "keeps the state of a group that was empty",
		caught: ["emptied-group-is-chilling"],
		fault: () => {
			const states = new Map<unknown, unknown>();
			return () => ({
				incoming: (frame) =>
					editedIf(
						frame,
						({ t }) => t === update || t === "JOINED_GROUP",
						(message) => {
							const { group_id, members, state } = message.d;
							if (message.t === update) states.set(group_id, state);
							const kept = members.length === 0 ? states.get(group_id) : undefined;
							return [{ ...message, d: { ...message.d, state: kept ?? state } }];
						},
					),
			});
		},
	},
	{
		name: "does not tell who edited",
		caught: ["edit-tells-everybody", "edit-nothing", "edit-by-anybody"],
		fault: toldAfter(5, update, () => []),
	},
	{
		name: "tells members as objects",
		caught: ["edit-tells-everybody", "inquiry-tells-everybody"],
		fault: toldWith(update, (d) => ({
			...d,
			members: d.members.map((session_id: string) => ({ session_id })),
		})),
	},
	{
		name: "tells members newest first",
		caught: ["edit-tells-everybody", "edit-lists-who-is-there"],
		fault: toldWith(update, (d) => ({ ...d, members: d.members.toReversed() })),
	},
	{
		name: "is silent about edits without a change",
		caught: ["edit-nothing"],
		fault: answers(5, (d) => Object.keys(d ?? { x: 1 }).length === 0),
	},
	{
		name: "announces a visibility that has not changed",
		caught: ["edit-nothing"],
		fault: said(5, (message) =>
			message.d?.visibility === "private"
				? [{ op: 5, d: { visibility: "public" } }, message]
				: [message],
		),
	},
	{
		name: "makes every change by itself",
		caught: ["edit-both"],
		fault: said(5, ({ op, d }) =>
			d?.name === undefined || d.visibility === undefined
				? [{ op, d }]
				: [
						{ op, d: { name: d.name } },
						{ op, d: { visibility: d.visibility } },
					],
		),
	},
	{
		name: "does not tell who changed the visibility",
		caught: ["edit-visibility"],
		fault: toldWith("GROUP_VISIBILITY_CHANGE", ({ visibility }) => ({ visibility })),
	},
	{
		name: "lets creators alone edit",
		caught: ["edit-by-anybody", "edit-visibility"],
		fault: () => () => {
			let isCreator = false;
			return {
				outgoing(frame) {
					const op = messageIn(frame)?.op;
					isCreator ||= op === 2;
					return op === 5 && !isCreator ? [] : [frame];
				},
			};
		},
	},
	{
		name: "takes any visibility",
		caught: ["edit-bad-visibility"],
		fault: saidWith(5, (d) =>
			d?.visibility === undefined || d.visibility === "private"
				? d
				: { ...d, visibility: "public" },
		),
	},
	{
		name: "has no error for a bad name",
		caught: ["edit-name-limit", "edit-bad-data"],
		fault: toldWith("GROUP_ACTION_ERROR", (d) =>
			d.code === "INVALID_GROUP_NAME" ? { code: "INVALID_NAME" } : d,
		),
	},
	{
		name: "sets whatever an edit holds",
		caught: ["edit-other-keys"],
		fault: () => {
			let state: string | null = null;
			return () => ({
				outgoing(frame) {
					const { op, d } = messageIn(frame) ?? {};
					if (op === 5 && d?.state !== undefined) state = d.state;
					return [frame];
				},
				incoming: (frame) =>
					editedIf(
						frame,
						({ t }) => t === update && state !== null,
						(message) => [{ ...message, d: { ...message.d, state } }],
					),
			});
		},
	},
	{
		name: "tells members alone of public groups",
		caught: ["list-reaches-everybody", "list-without-a-deleted-group"],
		fault: () => () => {
			let isMember = false;
			return {
				incoming(frame) {
					isMember ||= messageIn(frame)?.t === "JOINED_GROUP";
					return editedIf(
						frame,
						({ t }) => t === listing && !isMember,
						() => [],
					);
				},
			};
		},
	},
	{
		name: "lists less of a public group",
		caught: ["list-is-whole", "list-reaches-everybody"],
		fault: toldWith(listing, (d) =>
			d.map(({ group_id, name, member_count }: Message) => ({ group_id, name, member_count })),
		),
	},
	{
		name: "lists what has changed alone",
		caught: ["list-is-whole"],
		fault: toldWith(listing, (d) => d.slice(-1)),
	},
	{
		name: "lists the public groups at every edit",
		caught: ["list-is-told-on-changes-of-visibility-only"],
		fault: () => {
			const wires = new Set<Wire>();
			return (wire) => {
				wires.add(wire);
				return {
					incoming(frame) {
						if (messageIn(frame)?.t === update) wire.deliver(JSON.stringify(event(listing, [])));
						return [frame];
					},
				};
			};
		},
	},
	{
		name: "lists the public groups for newcomers",
		caught: ["list-is-for-later"],
		fault: () =>
			onTold((wire, { op }) => {
				if (op === 0) wire.deliver(JSON.stringify(event(listing, [])));
			}),
	},
	{
		name: "is silent about public groups that go",
		caught: ["list-without-a-group-that-goes", "list-without-a-deleted-group"],
		fault: told(listing, (message) => (message.d.length === 0 ? [] : [message])),
	},
	{
		name: "deletes in silence",
		caught: ["delete-tells-the-members", "delete-is-the-end", "delete-whatever-the-state"],
		fault: untold("GROUP_DELETE"),
	},
	{
		name: "tells that a group is deleted twice",
		caught: ["delete-tells-the-members", "delete-whatever-the-state"],
		fault: told("GROUP_DELETE", (message) => [message, message]),
	},
	{
		name: "echoes devices",
		caught: ["device-reaches-the-others", "device-every-time", "ready-tells-everybody"],
		fault: () => (wire) => ({
			outgoing(frame) {
				const { op, d } = messageIn(frame) ?? {};
				const echo = event("GROUP_USER_DEVICE_UPDATE", { device_state: d });
				if (op === 4) wire.deliver(JSON.stringify(echo));
				return [frame];
			},
		}),
	},
	{
		name: "passes on what is new alone",
		caught: ["device-every-time"],
		fault: () => () => {
			let last = "";
			return {
				outgoing(frame) {
					const isOld = frame === last && messageIn(frame)?.op === 4;
					last = String(frame);
					return isOld ? [] : [frame];
				},
			};
		},
	},
	{
		name: "rounds long numbers",
		caught: ["device-is-passed-on-as-it-is"],
		fault: told("GROUP_USER_DEVICE_UPDATE", (message) => [message]),
	},
	{
		name: "loses keys that its language keeps for itself",
		caught: ["device-keys-have-any-name", "device-is-passed-on-as-it-is"],
		fault: () => () => ({
			outgoing: (frame) => [
				typeof frame === "string" ? frame.replace(/"__proto__":\{[^}]*\},?/, "") : frame,
			],
		}),
	},
	{
		name: "merges what is nested",
		caught: ["device-is-merged-by-key", "joined-lists-devices-and-names"],
		fault: () => () => {
			let device: Message = {};
			const merged = (old: Message, one: Message): Message =>
				Object.fromEntries(
					Object.entries(one).map(([key, value]) => [
						key,
						typeof value === "object" && value !== null ? { ...old[key], ...value } : value,
					]),
				);
			return {
				outgoing: (frame) =>
					editedIf(
						frame,
						({ op, d }) => op === 4 && typeof d === "object" && d !== null,
						(message) => {
							const d = merged(device, message.d);
							device = { ...device, ...d };
							return [{ op: 4, d }];
						},
					),
			};
		},
	},
	{
		name: "does not know the type of a device",
		caught: ["device-reaches-the-others"],
		fault: toldWith("GROUP_USER_DEVICE_UPDATE", (d) => ({ ...d, device_type: null })),
	},
	{
		name: "lets everybody see who inquires, whatever group",
		caught: ["groups-are-apart", "order-same-for-all"],
		fault: everybodyHears(8, event("GROUP_HEAT_INQUIRY", { session_id: "x" })),
	},
];
