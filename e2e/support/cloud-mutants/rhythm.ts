import { secret } from "../cloud-secret.js";
import type { Wire } from "../tampered-dial.js";
import { type CloudMutant, isPacket } from "./mutant.js";

/** Sends pings of its own for lamps, whose answers no lamp sees. */
function pinging(pings: (frame: unknown, wire: Wire, wires: readonly Wire[]) => readonly Wire[]) {
	return () => {
		const wires: Wire[] = [];
		const unasked = new Map<Wire, number>();
		return (wire: Wire) => {
			wires.push(wire);
			return {
				outgoing(frame: string | Uint8Array) {
					for (const other of pings(frame, wire, wires)) {
						unasked.set(other, (unasked.get(other) ?? 0) + 1);
						other.send("ping");
					}
					return [frame];
				},
				incoming(frame: string | Uint8Array) {
					const left = unasked.get(wire) ?? 0;
					if (frame !== "pong" || left === 0) return [frame];
					unasked.set(wire, left - 1);
					return [];
				},
			};
		};
	};
}

/** Repetitions and heartbeats. */
export const rhythmMutants: readonly CloudMutant[] = [
	{
		name: "repeats nothing although it says so",
		caught: ["repeats-the-packet", "repeats-what-is-shown-now"],
		settings: { repeatMs: 0 },
		target: () => ({ repeatMs: 60_000 }),
	},
	{
		name: "repeats more often than it says",
		caught: ["repeats-the-packet"],
		settings: { repeatMs: 20_000 },
		target: () => ({ repeatMs: 60_000 }),
	},
	{
		name: "repeats packets although it says that it does not",
		caught: ["repeats-nothing-at-0"],
		settings: { repeatMs: 60_000 },
		target: () => ({ repeatMs: 0 }),
	},
	{
		name: "repeats its first packet for ever",
		caught: ["repeats-what-is-shown-now"],
		fault: () => () => {
			let first: string | null = null;
			let before = "";
			return {
				incoming(frame) {
					if (!isPacket(frame)) return [frame];
					first ??= frame;
					const isAgain = frame === before;
					before = frame;
					return [isAgain ? first : frame];
				},
			};
		},
	},
	{
		name: "drops lamps that do not ping although it says that they need not",
		caught: ["no-heartbeat-asked", "deadline-ends-with-ok"],
		settings: { heartbeatTimeoutMs: 12_000 },
		target: () => ({ heartbeatTimeoutMs: 0 }),
	},
	{
		name: "asks for no heartbeat although it says so",
		caught: [
			"heartbeat-missed",
			"heartbeat-missed-later",
			"heartbeat-is-a-ping",
			"heartbeat-of-each-lamp",
		],
		settings: { heartbeatTimeoutMs: 0 },
		target: () => ({ heartbeatTimeoutMs: 10_000 }),
	},
	{
		name: "asks for more pings than it says",
		caught: ["heartbeat-kept", "heartbeat-missed", "heartbeat-missed-later"],
		settings: { heartbeatTimeoutMs: 4000 },
		target: () => ({ heartbeatTimeoutMs: 10_000 }),
	},
	{
		name: "takes any text for a heartbeat",
		caught: ["heartbeat-is-a-ping"],
		settings: { heartbeatTimeoutMs: 10_000 },
		fault: pinging((frame, wire) => (frame === "ping" || frame === secret ? [] : [wire])),
	},
	{
		name: "takes one lamp's pings for everybody's",
		caught: ["heartbeat-of-each-lamp"],
		settings: { heartbeatTimeoutMs: 10_000 },
		fault: pinging((frame, wire, wires) =>
			frame === "ping" ? wires.filter((other) => other !== wire) : [],
		),
	},
];
