import type { Frame } from "@gw-sim/core";
import { secret } from "../cloud-secret.js";
import type { Wire } from "../tampered-dial.js";
import { answers, type CloudMutant, isPacket, reads, sends } from "./mutant.js";

const isText = (frame: Frame): frame is string => typeof frame === "string";

/** Pings, and what is to be ignored. */
export const talkMutants: readonly CloudMutant[] = [
	{
		name: "answers in capitals",
		caught: ["ping-is-answered", "every-ping-is-answered"],
		fault: sends((text) => [text === "pong" ? "PONG" : text]),
	},
	{
		name: "answers every other ping",
		caught: ["every-ping-is-answered"],
		fault: () => () => {
			let pongs = 0;
			return { incoming: (frame) => (frame === "pong" && ++pongs % 2 === 0 ? [] : [frame]) };
		},
	},
	{
		name: "answers twice",
		caught: ["every-ping-is-answered"],
		fault: sends((text) => (text === "pong" ? [text, text] : [text])),
	},
	{
		name: "answers whatever looks like a ping",
		caught: ["ping-is-exact"],
		fault: reads((frame) => [isText(frame) && /^\s*ping/i.test(frame) ? "ping" : frame]),
	},
	{
		name: "answers everybody's ping to everybody",
		caught: ["pong-goes-to-who-asked"],
		fault: () => {
			const wires: Wire[] = [];
			return (wire) => {
				wires.push(wire);
				return {
					outgoing(frame) {
						if (frame === "ping")
							for (const other of wires) if (other !== wire) other.deliver("pong");
						return [frame];
					},
				};
			};
		},
	},
	{
		name: "answers pongs",
		caught: ["pong-is-ignored"],
		fault: answers((frame) => (frame === "pong" ? "ping" : undefined)),
	},
	{
		name: "echoes log lines",
		caught: ["log-lines-are-ignored"],
		fault: answers((frame) => (String(frame).startsWith("d:") ? frame : undefined)),
	},
	{
		name: "complains about what it does not know",
		caught: [
			"other-text-is-ignored",
			"empty-text-is-ignored",
			"long-text-is-ignored",
			"lamps-change-nothing",
		],
		fault: answers((frame) =>
			isText(frame) && frame !== "ping" && frame !== secret ? "what?" : undefined,
		),
	},
	{
		name: "complains about bytes",
		caught: ["binary-is-ignored", "ping-is-text"],
		fault: answers((frame) => (isText(frame) ? undefined : "what?")),
	},
	{
		name: "relays what lamps send",
		caught: ["lamps-change-nothing", "other-text-is-ignored"],
		fault: () => {
			const wires: Wire[] = [];
			return (wire) => {
				wires.push(wire);
				return {
					outgoing(frame) {
						if (frame === "hello" || isPacket(frame))
							for (const other of wires) if (other !== wire) other.deliver(frame);
						return [frame];
					},
				};
			};
		},
	},
	{
		name: "obeys packets of lamps",
		caught: ["lamps-change-nothing"],
		fault: () => {
			let obeyed: string | null = null;
			return () => ({
				outgoing(frame) {
					if (isPacket(frame)) obeyed = "[cc:2:1,2,3:4]";
					return [frame];
				},
				incoming: (frame) => [isPacket(frame) && obeyed !== null ? obeyed : frame],
			});
		},
	},
	{
		name: "shuts down with another code",
		caught: ["shutdown-is-1012", "shutdown-before-secret"],
		ends: (info) => (info.code === 1012 ? { ...info, code: 1001 } : info),
	},
];
