import { utf8Decode } from "@gw-sim/core";
import type { Wire } from "../tampered-dial.js";
import type { Fault } from "../tampering.js";
import { type ClientMutant, hears, says } from "./client.js";

/** Replaces what stands in every text. */
function rewrites(from: RegExp, to: string): () => Fault {
	return hears((text) => [text.replaceAll(from, to)]);
}

/** Is deaf to texts like this. */
function misses(what: RegExp): () => Fault {
	return hears((text) => (what.test(text) ? [] : [text]));
}

/** Cuts the connection at texts like this. */
function cutsAt(what: (frame: string | Uint8Array) => boolean): () => Fault {
	return () => (wire: Wire) => ({
		incoming(frame) {
			if (what(frame)) wire.cut();
			return [frame];
		},
	});
}

const sound = /^(?:ok|pong|\[cc:[012]:[^:\]]*:[^:\]]*\])$/;

/** What a lamp makes of what it is told. */
export const clientPacketMutants: readonly ClientMutant[] = [
	{
		name: "is white at first",
		caught: ["is-off-until-told", "ignores-packets-before-ok"],
		client: (client) => ({
			shown() {
				const shown = client.shown();
				return shown.mode === "off" ? { mode: "color", color: [255, 255, 255], pulse: 0 } : shown;
			},
		}),
	},
	{
		name: "keeps packets that come before ok",
		caught: ["ignores-packets-before-ok"],
		fault: () => () => {
			let early: string[] | null = [];
			return {
				incoming(frame) {
					if (early === null || typeof frame !== "string") return [frame];
					early.push(frame);
					if (frame !== "ok") return [];
					const all = ["ok", ...early];
					early = null;
					return all;
				},
			};
		},
	},
	{
		name: "knows no pulse",
		caught: ["shows-each-mode", "pulse-bounds"],
		fault: rewrites(/:\d\]/g, ":0]"),
	},
	{
		name: "reads what stands behind off",
		caught: ["off-ignores-its-fields"],
		fault: misses(/\[cc:0:(?!\?:\?)/),
	},
	{
		name: "obeys the first packet of a frame alone",
		caught: ["takes-several-packets"],
		fault: hears((text) => [text.replace(/^(\[[^\]]*\]).*$/, "$1")]),
	},
	{
		name: "obeys several packets backwards",
		caught: ["takes-several-packets"],
		fault: hears((text) => [
			text
				.match(/\[[^\]]*\]/g)
				?.reverse()
				.join("") ?? text,
		]),
	},
	{
		name: "wants a packet alone",
		caught: ["ignores-text-around"],
		fault: hears((text) => (/\[cc:/.test(text) && !sound.test(text) ? [] : [text])),
	},
	{
		name: "reads frames as one stream",
		caught: ["never-joins-frames"],
		fault: () => () => {
			let rest = "";
			return {
				incoming(frame) {
					if (typeof frame !== "string") return [frame];
					const all = rest + frame;
					rest = all.slice(all.lastIndexOf("[")).match(/^\[[^\]]*$/)?.[0] ?? "";
					return [all];
				},
			};
		},
	},
	{
		name: "reads bytes as text",
		caught: ["ignores-bytes"],
		fault: () => () => ({
			incoming: (frame) => [typeof frame === "string" ? frame : (utf8Decode(frame) ?? frame)],
		}),
	},
	{
		name: "fills up missing fields",
		caught: ["wants-four-fields"],
		fault: hears((text) => [text.replace(/^\[cc:(\w)(?::([^:]*))?\]$/, "[cc:$1:$2:?]")]),
	},
	{
		name: "leaves out what it does not need",
		caught: ["wants-four-fields"],
		fault: rewrites(/^(\[cc(?::[^:]*){3}):.*\]$/g, "$1]"),
	},
	{
		name: "takes no white space",
		caught: ["trims-fields"],
		fault: misses(/\[[^\]]*\s/),
	},
	{
		name: "takes any letters",
		caught: ["letters-have-their-case"],
		fault: hears((text) => [text.toLowerCase()]),
	},
	{
		name: "goes dark at modes that it does not know",
		caught: ["ignores-unknown-modes"],
		fault: rewrites(/\[cc:(?![012rud]?:)[^\]]*\]/g, "[cc:0:?:?]"),
	},
	{
		name: "takes 3 and 5 for weather that is left out",
		caught: ["weather-without-parts"],
		fault: hears((text) => [
			text.replace(/\[cc:1:\??:/, "[cc:1:3:").replace(/(\[cc:1:\d):\??\]/, "$1:5]"),
		]),
	},
	{
		name: "takes white for a colour that is left out",
		caught: ["colour-without-parts"],
		fault: rewrites(/\[cc:2:\??:/g, "[cc:2:255,255,255:"),
	},
	{
		name: "keeps a pulse that is left out",
		caught: ["colour-without-parts"],
		fault: rewrites(/(\[cc:2:[^:]*):\??\]/g, "$1:4]"),
	},
	{
		name: "reads digits and points alone",
		caught: ["number-spellings"],
		fault: misses(/[+eE]/),
	},
	{
		name: "rounds intensities",
		caught: ["number-spellings"],
		fault: rewrites(/(\[cc:1:[^:]*:\d+)\.\d+/g, "$1"),
	},
	{
		name: "reads as much of a number as it can",
		caught: ["no-numbers"],
		fault: hears((text) => [
			text.replace(/^(\[cc:1:4):([^\]]*)\]$/, (_, head, tail) =>
				/^[\d.?]*$/.test(tail) ? `${head}:${tail}]` : `${head}:${Number.parseFloat(tail) || 0}]`,
			),
		]),
	},
	{
		name: "takes the nearest code of weather",
		caught: ["weather-codes"],
		fault: hears((text) => [text.replace("[cc:1:10:", "[cc:1:9:").replace("2.5:", "2:")]),
	},
	{
		name: "rejects intensities out of range",
		caught: ["intensity-bounds"],
		fault: misses(/\[cc:1:5:(?:1[1-9]|-)/),
	},
	{
		name: "goes dark at intensity 0",
		caught: ["intensity-bounds", "shows-each-mode"],
		fault: rewrites(/\[cc:1:\d:0\]/g, "[cc:0:?:?]"),
	},
	{
		name: "cuts channels off",
		caught: ["channel-bounds"],
		fault: rewrites(/(\d)\.\d+(?=[,:])/g, "$1"),
	},
	{
		name: "rejects channels out of range",
		caught: ["channel-bounds"],
		fault: misses(/300|-5/),
	},
	{
		name: "fills up colours",
		caught: ["colours-have-three-parts"],
		fault: rewrites(/\[cc:2:(\d+),(\d+):/g, "[cc:2:$1,$2,0:"),
	},
	{
		name: "rejects pulses out of range",
		caught: ["pulse-bounds"],
		fault: misses(/:(?:10|-1)\]$/),
	},
	{
		name: "is strict about the first servers",
		caught: ["colour-in-the-mode-of-weather"],
		options: { strict: true },
	},
	{
		name: "goes dark at an empty frame",
		caught: ["ignores-empty-frames"],
		fault: rewrites(/^$/g, "[cc:0:?:?]"),
	},
	{
		name: "does not know reset",
		caught: ["reset-reconnects", "reset-turns-off"],
		fault: misses(/\[cc:r/),
	},
	{
		name: "comes back from a reset as from a loss",
		caught: ["reset-turns-off"],
		fault: () => (wire) => ({
			incoming(frame) {
				if (frame !== "[cc:r:?:?]") return [frame];
				wire.cut();
				return [];
			},
		}),
	},
	{
		name: "comes back slowly from a reset",
		caught: ["reset-reconnects"],
		options: { backoffSteps: [5000] },
		fault: () => (wire) => ({
			incoming(frame) {
				if (frame !== "[cc:r:?:?]") return [frame];
				wire.cut();
				return [];
			},
		}),
	},
	{
		name: "restarts for an update",
		caught: ["update-is-refused"],
		fault: rewrites(/\[cc:u/g, "[cc:r"),
	},
	{
		name: "always sends its log",
		caught: ["debug-is-off"],
		client: (_, { send }) => ({ log: (line) => send(`d:${line}`) }),
	},
	{
		name: "never sends its log",
		caught: ["debug-lines"],
		fault: misses(/\[cc:d/),
	},
	{
		name: "does not stop to send its log",
		caught: ["debug-is-off"],
		fault: misses(/\[cc:d:0/),
	},
	{
		name: "sends its log as it is",
		caught: ["debug-lines"],
		fault: says((frame) => [String(frame).startsWith("d:") ? String(frame).slice(2) : frame]),
	},
	{
		name: "writes the secret into its log",
		caught: ["debug-keeps-the-secret"],
		client: (client, { send }) => ({
			log(line) {
				client.log(line);
				send(`d:${line}`);
			},
		}),
	},
	{
		name: "leaves at texts that it does not understand",
		caught: [
			"tolerates-other-text",
			"tolerates-later-packets",
			"tolerates-broken-packets",
			"tolerates-long-frames",
			"ignores-text-around",
		],
		fault: cutsAt((frame) => typeof frame === "string" && !sound.test(frame)),
	},
	{
		name: "leaves at bytes",
		caught: ["tolerates-bytes", "ignores-bytes"],
		fault: cutsAt((frame) => typeof frame !== "string"),
	},
	{
		name: "complains about what it does not understand",
		caught: ["tolerates-other-text", "tolerates-later-packets", "tolerates-broken-packets"],
		fault: () => (wire) => ({
			incoming(frame) {
				if (!sound.test(String(frame))) wire.send("what?");
				return [frame];
			},
		}),
	},
	{
		name: "leaves when it is told too much",
		caught: ["tolerates-a-flood"],
		fault: () => (wire) => {
			let packets = 0;
			return {
				incoming(frame) {
					if (++packets === 500) wire.cut();
					return [frame];
				},
			};
		},
	},
];
