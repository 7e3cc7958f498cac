import {
	answers,
	editedIf,
	event,
	onTold,
	type PuffMutant,
	said,
	secretly,
	told,
	toldWith,
	unseen,
	untold,
} from "./puff-tampering.js";
import { dropped, type Fault, type Message, messageIn } from "./tampering.js";

const start = "GROUP_START_HEATING";
const ready = "GROUP_USER_READY";
const update = "GROUP_UPDATE";

/** Edits GROUP_UPDATE by the state that it tells. */
function updated(state: string, edit: (d: Message) => Message | null): () => Fault {
	return told(update, (message) => {
		const d = message.d.state === state ? edit(message.d) : message.d;
		return d === null ? [] : [{ ...message, d }];
	});
}

/** Changes how the gateway hears of each state of a device: what to hear before it and after it. */
function hearing(
	change: (d: Message, before: unknown) => readonly [before: Message, after: Message],
): () => Fault {
	return unseen(() => () => {
		let before: unknown = null;
		return {
			outgoing: (frame) =>
				editedIf(
					frame,
					({ op, d }) => op === 4 && typeof d === "object" && d !== null,
					(message) => {
						const [first, last] = change(message.d, before);
						before = message.d.state ?? before;
						const made = (d: Message): readonly Message[] => (d === null ? [] : [secretly(d)]);
						return [...made(first), message, ...made(last)];
					},
				),
		};
	});
}

/** Faults in who is ready, and in when a group heats. */
export const heatMutants: readonly PuffMutant[] = [
	{
		name: "inquires before it tells the state",
		caught: ["inquiry-tells-everybody", "inquiry-by-anybody"],
		fault: () => () => {
			let held: string | null = null;
			return {
				incoming(frame) {
					const { t, d } = messageIn(frame) ?? {};
					if (t === update && d.state === "awaiting") {
						held = String(frame);
						return [];
					}
					const late = held;
					held = null;
					return late === null ? [frame] : [frame, late];
				},
			};
		},
	},
	{
		name: "lets devices alone inquire",
		caught: ["inquiry-by-anybody", "inquiry-without-a-device", "inquiry-outlives-watchers"],
		fault: () => (wire) => {
			let hasDevice = false;
			return {
				outgoing(frame) {
					const op = messageIn(frame)?.op;
					hasDevice ||= op === 4;
					if (op !== 8 || hasDevice) return [frame];
					wire.deliver(JSON.stringify(event("GROUP_ACTION_ERROR", { code: "NO_SESHERS" })));
					return [];
				},
			};
		},
	},
	{
		name: "begins anew with every inquiry",
		caught: ["inquiry-again"],
		fault: () => () => {
			let hasInquired = false;
			return {
				outgoing(frame) {
					hasInquired ||= messageIn(frame)?.op === 8;
					return [frame];
				},
				incoming: (frame) =>
					editedIf(
						frame,
						({ t }) => hasInquired && t === update,
						(message) => {
							hasInquired = false;
							return [{ ...message, d: { ...message.d, ready: [] } }];
						},
					),
			};
		},
	},
	{
		name: "is silent about an inquiry that comes too late",
		caught: ["inquiry-while-seshing"],
		fault: told("GROUP_ACTION_ERROR", (message) =>
			message.d.code === "INVALID_GROUP_STATE" ? [] : [message],
		),
	},
	{
		name: "does not tell who is ready that it is",
		caught: ["ready-tells-everybody", "ready-once", "heating-is-told-in-order"],
		fault: () => () => {
			let id = "";
			return {
				incoming(frame) {
					const { op, d } = messageIn(frame) ?? {};
					if (op === 0) id = d.session_id;
					return editedIf(
						frame,
						(message) => message.t === ready && message.d.session_id === id,
						dropped,
					);
				},
			};
		},
	},
	{
		name: "hears of readiness in updates of nothing else",
		caught: ["ready-among-other-keys"],
		fault: () => () => ({
			outgoing: (frame) =>
				editedIf(
					frame,
					({ op, d }) => op === 4 && d?.state === 6 && Object.keys(d).length > 1,
					(message) => [{ op: 4, d: { ...message.d, state: 5 } }],
				),
		}),
	},
	{
		name: "announces who is ready once",
		caught: ["ready-once"],
		fault: () => () => {
			const known = new Set<unknown>();
			return {
				incoming: (frame) =>
					editedIf(
						frame,
						({ t }) => t === ready,
						(message) => {
							const isKnown = known.has(message.d.session_id);
							known.add(message.d.session_id);
							return isKnown ? [] : [message];
						},
					),
			};
		},
	},
	{
		name: "lists who is ready as often as it said so",
		caught: ["ready-once", "ready-in-order"],
		fault: updated("awaiting", (d) => ({ ...d, ready: [...d.ready, ...d.ready] })),
	},
	{
		name: "withdraws who is back at idle",
		caught: ["ready-is-not-withdrawn"],
		fault: () => {
			const idle = new Set<unknown>();
			return () => {
				let id = "";
				return {
					outgoing(frame) {
						const { op, d } = messageIn(frame) ?? {};
						if (op === 4 && d?.state === 5) idle.add(id);
						if (op === 4 && d?.state === 6) idle.delete(id);
						return [frame];
					},
					incoming(frame) {
						const { op, d } = messageIn(frame) ?? {};
						if (op === 0) id = d.session_id;
						return editedIf(
							frame,
							({ t }) => t === update,
							(message) => {
								const left = message.d.ready.filter((one: unknown) => !idle.has(one));
								return [{ ...message, d: { ...message.d, ready: left } }];
							},
						);
					},
				};
			};
		},
	},
	{
		name: "lists the ready by their ids",
		caught: ["ready-in-order", "heating-waits-for-every-device"],
		fault: toldWith(update, (d) => ({ ...d, ready: d.ready.toSorted().toReversed() })),
	},
	{
		name: "announces who is ready before anybody asked",
		caught: ["ready-needs-an-inquiry", "ready-after-the-inquiry"],
		fault: () => (wire) => ({
			outgoing(frame) {
				const { op, d } = messageIn(frame) ?? {};
				if (op === 4 && d?.state === 6)
					wire.deliver(JSON.stringify(event(ready, { session_id: "x" })));
				return [frame];
			},
		}),
	},
	{
		name: "remembers who was at the button",
		caught: ["ready-after-the-inquiry"],
		fault: hearing((d, before) => [
			null,
			d.state === undefined && before === 6 ? { state: 6 } : null,
		]),
	},
	{
		name: "takes texts for numbers",
		caught: ["ready-is-a-number"],
		fault: hearing((d) => [null, d.state === "6" ? { state: 6 } : null]),
	},
	{
		name: "tells the ready alone to heat",
		caught: ["heating-does-not-wait-for-watchers", "inquiry-without-a-device"],
		fault: told(start, (message) => (message.d.watcher ? [] : [message])),
	},
	{
		name: "tells watchers to heat",
		caught: ["heating-does-not-wait-for-watchers", "heating-does-not-wait-for-who-left"],
		fault: toldWith(start, () => ({ excluded: false, watcher: false, away: false })),
	},
	{
		name: "tells of the start before who is ready",
		caught: ["heating-is-told-in-order", "heating-of-one", "heating-starts-when-all-are-ready"],
		fault: () => () => {
			let held: string | null = null;
			return {
				incoming(frame) {
					const t = messageIn(frame)?.t;
					if (t === start && held !== null) {
						const early = held;
						held = null;
						return [frame, early];
					}
					const late = held;
					held = t === ready ? String(frame) : null;
					const now = t === ready ? [] : [frame];
					return late === null ? now : [late, ...now];
				},
			};
		},
	},
	{
		name: "tells the new state twice",
		caught: ["heating-starts-when-all-are-ready", "heating-at-the-same-instant"],
		fault: told(update, (message) =>
			message.d.state === "seshing" ? [message, message] : [message],
		),
	},
	{
		name: "keeps who was ready",
		caught: ["heating-starts-when-all-are-ready", "sesh-after-sesh"],
		fault: updated("seshing", (d) => ({ ...d, ready: d.members.slice(0, 1) })),
	},
	{
		name: "heats with the first that is ready",
		caught: [
			"heating-waits-for-every-device",
			"heating-counts-any-device",
			"heating-counts-a-first-word",
			"heating-counts-who-comes-late",
			"heating-forgets-who-was-ready-and-left",
		],
		fault: () =>
			onTold((wire, { t }) => {
				if (t === ready) wire.deliver(JSON.stringify(event(start)));
			}),
	},
	{
		name: "waits for everybody",
		caught: ["heating-does-not-wait-for-watchers", "group-goes-on"],
		fault: untold(start),
	},
	{
		name: "waits for who has left",
		caught: [
			"heating-does-not-wait-for-who-left",
			"heating-forgets-who-went-elsewhere",
			"inquiry-ends-without-devices",
			"sesh-ends-without-devices",
		],
		fault: () => () => {
			let hasLeft = false;
			return {
				incoming(frame) {
					const t = messageIn(frame)?.t;
					if (t === "GROUP_USER_LEFT") hasLeft = true;
					else if (t !== start && t !== update) hasLeft = false;
					return hasLeft && t !== "GROUP_USER_LEFT" ? [] : [frame];
				},
			};
		},
	},
	{
		name: "takes watchers for devices",
		caught: ["inquiry-outlives-watchers"],
		fault: () => (wire) => ({
			incoming(frame) {
				if (messageIn(frame)?.t === "GROUP_USER_LEFT") wire.deliver(JSON.stringify(event(update)));
				return [frame];
			},
		}),
	},
	{
		name: "does not tell that it is over",
		caught: ["sesh-ends-after-active", "sesh-ends-after-preheat", "inquiry-while-seshing"],
		fault: updated("chilling", (d) => (d.ready.length === 0 ? null : d)),
	},
	{
		name: "ends with 8 and 5 alone",
		caught: ["sesh-ends-after-fade", "sesh-ends-after-preheat"],
		fault: hearing((d, before) => [d.state === 5 && before !== 8 ? { state: 4 } : null, null]),
	},
	{
		name: "wants everybody to be done",
		caught: ["sesh-ends-with-the-first"],
		fault: () => {
			let done = 0;
			return updated("chilling", (d) => (++done <= 3 ? null : d))();
		},
	},
	{
		name: "goes by the last update, whatever it told",
		caught: ["sesh-goes-by-the-last-state"],
		fault: hearing((d) => [null, d.state === undefined ? { state: null } : null]),
	},
	{
		name: "ends whenever a device is idle",
		caught: ["sesh-goes-on-otherwise", "sesh-goes-on-with-newcomers", "sesh-forgets-who-left"],
		fault: hearing((d) => [d.state === 5 ? { state: 8 } : null, null]),
	},
	{
		name: "silences who comes late",
		caught: ["sesh-goes-on-with-newcomers"],
		fault: answers(4, (d) => d?.state === 5 && Object.keys(d).length === 1),
	},
	{
		name: "ends what has not begun",
		caught: ["sesh-ends-only-a-sesh"],
		fault: () => (wire) => {
			let last: Message = null;
			return {
				outgoing(frame) {
					const { op, d } = messageIn(frame) ?? {};
					if (op === 4 && d?.state === 5 && last !== null) wire.deliver(JSON.stringify(last));
					return [frame];
				},
				incoming(frame) {
					const message = messageIn(frame);
					if (message?.t === update) last = message;
					return [frame];
				},
			};
		},
	},
	{
		name: "loses one of those who get ready at once",
		caught: ["heating-at-the-same-instant", "heating-waits-for-every-device"],
		fault: () => {
			let count = 0;
			return said(4, (message) => (message.d?.state === 6 && ++count % 3 === 0 ? [] : [message]))();
		},
	},
];
