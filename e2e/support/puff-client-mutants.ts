import { meddledDial } from "./meddled-dial.js";
import { type ClientMutant, repeating, tampered } from "./puff-client-mutant.js";
import { toleranceMutants } from "./puff-client-tolerance-mutants.js";
import { editedIf, onTold, said, saidWith, told, toldWith } from "./puff-tampering.js";
import type { Wire } from "./tampered-dial.js";
import { dropped, type Fault, type Message, messageIn } from "./tampering.js";

/** As `fault` on connections after a client's first. */
function later(fault: () => Fault): () => Fault {
	return () => {
		const shared = fault();
		let isFirst = true;
		return (wire) => {
			if (!isFirst) return shared(wire);
			isFirst = false;
			return {};
		};
	};
}

const interval =
	(change: (ms: number) => unknown): (() => Fault) =>
	() =>
	() => ({
		incoming: (frame) =>
			editedIf(
				frame,
				({ op }) => op === 0,
				({ op, d }) => [{ op, d: { ...d, heartbeat_interval: change(d.heartbeat_interval) } }],
			),
	});

const answering =
	(t: string, message: Message): (() => Fault) =>
	() =>
		onTold((wire: Wire, event) => {
			if (event.t === t) wire.send(JSON.stringify(message));
		});

export const clientMutants: readonly ClientMutant[] = [
	{
		name: "asks for etf",
		caught: ["dials-with-a-known-query"],
		wrap: tampered(() => (wire) => ({ url: wire.url.replace("encoding=json", "encoding=etf") })),
	},
	{
		name: "talks first",
		caught: ["waits-for-hello", "introduces-itself-first"],
		wrap: (dial) => meddledDial(dial, () => ({ first: { op: 8 } })),
	},
	{
		name: "says who it is when it is asked twice",
		caught: ["waits-for-hello", "introduces-itself-first", "returns-as-itself"],
		wrap: tampered(said(6, dropped)),
	},
	{
		name: "joins twice",
		caught: ["joins-and-leaves", "returns-as-itself"],
		wrap: tampered(said(1, (message) => [message, message])),
	},
	{
		name: "leaves without a word",
		caught: ["joins-and-leaves", "returns-to-no-group-it-left"],
		wrap: tampered(said(7, dropped)),
	},
	{
		name: "goes where it creates",
		caught: ["creates"],
		wrap: tampered(answering("GROUP_CREATE", { op: 1, d: { group_id: "ab12cd" } })),
	},
	{
		name: "asks again at once where it may not join",
		caught: ["bears-refusals", "asks-for-its-group-again"],
		wrap: tampered(answering("GROUP_JOIN_ERROR", { op: 1, d: { group_id: "zz99zz" } })),
	},
	{
		name: "tells its device before it is in",
		caught: ["tells-its-device-in-a-group", "returns-with-its-whole-device"],
		wrap: tampered(said(1, (message) => [message, { op: 4, d: { state: 5 } }])),
	},
	{
		name: "tells its whole device every time",
		caught: ["tells-its-device-in-a-group", "returns-with-its-whole-device"],
		wrap: tampered(() => {
			let device = {};
			return saidWith(4, (d) => {
				device = { ...device, ...d };
				return device;
			})();
		}),
	},
	{
		name: "edits what it was not told to",
		caught: ["speaks-as-told"],
		wrap: tampered(saidWith(5, (d) => ({ visibility: "private", ...d }))),
	},
	{
		name: "writes its ops as fractions",
		caught: ["writes-integers"],
		wrap: tampered(() => () => ({
			outgoing: (frame) => [String(frame).replace(/"op":(\d+)/, '"op":$1.0')],
		})),
	},
	{
		name: "cuts where it ought to close",
		caught: ["stops-cleanly"],
		wrap: tampered(() => () => ({ cuts: true })),
	},
	{
		name: "goes on when it was stopped",
		caught: ["stops-cleanly", "stops-while-away"],
		isStubborn: true,
	},
	{
		name: "needs its role to heat",
		caught: ["hears-of-heat"],
		wrap: tampered(
			told("GROUP_START_HEATING", (message) => (message.d === undefined ? [] : [message])),
		),
	},
	{
		name: "heats whatever its role is",
		caught: ["hears-of-heat"],
		wrap: tampered(toldWith("GROUP_START_HEATING", () => ({}))),
	},
	{
		name: "does not beat",
		caught: ["beats-every-interval", "beats-without-an-answer", "beats-beside-its-messages"],
		wrap: tampered(said(420, dropped)),
	},
	{
		name: "beats with a d",
		caught: ["beats-every-interval", "beats-as-told"],
		wrap: tampered(said(420, () => [{ op: 420, d: null }])),
	},
	{
		name: "beats twice as often",
		caught: ["beats-every-interval", "beats-as-told", "beats-without-an-answer"],
		wrap: tampered(interval((ms) => ms / 2)),
	},
	{
		name: "beats as it always did",
		caught: ["beats-as-told"],
		wrap: tampered(interval(() => 25_000)),
	},
	{
		name: "beats at once",
		caught: ["beats-every-interval", "beats-as-told"],
		wrap: tampered(() =>
			onTold((wire, { op }) => {
				if (op === 0) wire.send('{"op":420}');
			}),
		),
	},
	{
		name: "wants its heartbeats answered",
		caught: ["beats-without-an-answer"],
		wrap: tampered(() => (wire) => {
			let beats = 0;
			return {
				outgoing(frame) {
					if (messageIn(frame)?.op === 420 && ++beats > 100) wire.cut();
					return [frame];
				},
			};
		}),
	},
	{
		name: "beats where it has nothing else to say",
		caught: ["beats-beside-its-messages"],
		wrap: tampered(() => () => {
			let hasSpoken = false;
			return {
				outgoing(frame) {
					const isBeat = messageIn(frame)?.op === 420;
					const isNeeded = !isBeat || !hasSpoken;
					hasSpoken = !isBeat;
					return isNeeded ? [frame] : [];
				},
			};
		}),
	},
	{
		name: "takes any interval",
		caught: ["beats-with-measure"],
		wrap: tampered(interval((ms) => Math.max(1, Number(ms) || 0))),
	},
	{
		name: "comes back at once",
		caught: ["returns-after-a-close", "returns-after-a-loss", "backs-off", "backs-off-anew"],
		options: { backoffSteps: [50] },
	},
	{
		name: "stays away too long",
		caught: ["returns-after-a-close", "returns-after-a-loss", "returns-once"],
		options: { backoffSteps: [60_000] },
	},
	{
		name: "does not back off",
		caught: ["backs-off"],
		options: { backoffSteps: [1000] },
	},
	{
		name: "gives up",
		caught: ["returns-after-a-close", "backs-off", "returns-through-failures"],
		options: { maxRetries: 0 },
	},
	{
		name: "dials twice",
		caught: ["returns-once"],
		wrap: (dial) => (request) => {
			dial(request).listen({ frame: () => {}, closed: () => {} });
			return dial(request);
		},
	},
	{
		name: "backs off although it was back",
		caught: ["backs-off-anew"],
		wrap: tampered(later(told("JOINED_GROUP", dropped))),
	},
	{
		name: "waits for its hello for ever",
		caught: ["waits-for-no-hello-for-ever"],
		options: { helloTimeoutMs: 3_600_000 },
	},
	{
		name: "forgets its group",
		caught: ["returns-after-a-loss", "returns-through-failures", "returns-to-the-last-group"],
		wrap: tampered(later(said(1, dropped))),
	},
	{
		name: "comes back as nobody",
		caught: ["returns-as-itself"],
		wrap: tampered(later(said(6, dropped))),
	},
	{
		name: "comes back without its device",
		caught: ["returns-with-its-whole-device"],
		wrap: tampered(
			later(() => () => {
				let isTold = false;
				return {
					outgoing: (frame) =>
						editedIf(
							frame,
							({ op }) => op === 4 && !isTold,
							() => {
								isTold = true;
								return [];
							},
						),
				};
			}),
		),
	},
	{
		name: "goes back to its first group",
		caught: ["returns-to-the-last-group"],
		wrap: tampered(later(saidWith(1, () => ({ group_id: "ab12cd" })))),
	},
	{
		name: "goes back to where it was refused",
		caught: ["returns-to-where-it-stayed", "returns-to-no-group-it-left"],
		wrap: tampered(repeating(1)),
	},
	{
		name: "asks for its group without a pause",
		caught: ["asks-for-its-group-again"],
		options: { rejoinMs: 100 },
	},
	{
		name: "asks for its group no more",
		caught: ["asks-for-its-group-again"],
		options: { rejoinMs: 3_600_000 },
	},
	...toleranceMutants,
];
