import type { Dial } from "@gw-sim/transport";
import { tamperedDial, type Wire } from "../tampered-dial.js";
import { type CloudMutant, endingDial, isPacket, packets } from "./mutant.js";

/** The number behind a packet's last colon. */
const last = /[^:]*(?=\]$)/;

/** No packet comes any more once a connection has ended. */
function quietOnceClosed(dial: Dial): Dial {
	let isQuiet = false;
	const tampered = tamperedDial(dial, () => ({
		incoming: (frame) => (isQuiet && isPacket(frame) ? [] : [frame]),
	}));
	return endingDial(tampered, (info) => {
		isQuiet = true;
		return info;
	});
}

/** What is shown. */
export const displayMutants: readonly CloudMutant[] = [
	{
		name: "writes nothing for what off does not have",
		caught: ["off-packet", "packet-follows-ok"],
		fault: packets((packet) => [packet === "[cc:0:?:?]" ? "[cc:0::]" : packet]),
	},
	{
		name: "sends colours in the mode of weather, as the first servers",
		caught: ["color-packet", "color-bounds", "config-manual"],
		fault: packets((packet) => [packet.replace("[cc:2:", "[cc:1:")]),
	},
	{
		name: "swaps red and blue",
		caught: ["color-packet", "color-bounds", "changes-keep-their-order"],
		fault: packets((packet) => [packet.replace(/(\d+),(\d+),(\d+)/, "$3,$2,$1")]),
	},
	{
		name: "knows pulses from 1 to 8 alone",
		caught: ["color-bounds"],
		fault: packets((packet) => [
			packet.startsWith("[cc:2:") ? packet.replace(last, (p) => (p === "9" ? "8" : p)) : packet,
		]),
	},
	{
		name: "rounds intensities",
		caught: ["weather-intensity", "weather-packet"],
		fault: packets((packet) => [
			packet.startsWith("[cc:1:")
				? packet.replace(last, (i) => String(Math.floor(Number(i) * 0.99)))
				: packet,
		]),
	},
	{
		name: "knows no wind",
		caught: ["weather-packet"],
		fault: packets((packet) => [packet.replace("[cc:1:9:", "[cc:1:8:")]),
	},
	{
		name: "sends a change only where more than the last number is another",
		caught: ["changes-of-one-number"],
		fault: () => () => {
			let before = "";
			return {
				incoming(frame) {
					if (!isPacket(frame)) return [frame];
					const isSame = frame.replace(last, "") === before;
					before = frame.replace(last, "");
					return isSame ? [] : [frame];
				},
			};
		},
	},
	{
		name: "tells the first lamp alone",
		caught: [
			"change-reaches-every-lamp",
			"change-is-sent-once",
			"changes-keep-their-order",
			"lamps-go-one-by-one",
		],
		fault: () => {
			let connections = 0;
			return () => {
				const isFirst = ++connections === 1;
				let packets = 0;
				return {
					incoming: (frame) => (isPacket(frame) && ++packets > 1 && !isFirst ? [] : [frame]),
				};
			};
		},
	},
	{
		name: "sends every change twice",
		caught: ["change-is-sent-once", "changes-keep-their-order"],
		fault: () => () => {
			let packets = 0;
			return {
				incoming: (frame) => (isPacket(frame) && ++packets > 1 ? [frame, frame] : [frame]),
			};
		},
	},
	{
		name: "tells strangers",
		caught: ["change-is-for-lamps-alone"],
		fault: () => {
			const strangers = new Set<Wire>();
			return (wire) => {
				strangers.add(wire);
				return {
					incoming(frame) {
						if (frame === "ok") strangers.delete(wire);
						else if (isPacket(frame)) for (const each of strangers) each.deliver(frame);
						return [frame];
					},
				};
			};
		},
	},
	{
		name: "shows newcomers what was shown at first",
		caught: ["newcomer-gets-the-current-packet", "display-needs-no-lamp"],
		fault: () => () => {
			let packets = 0;
			return {
				incoming: (frame) => [isPacket(frame) && ++packets === 1 ? "[cc:0:?:?]" : frame],
			};
		},
	},
	{
		name: "forgets changes that no lamp saw",
		caught: ["display-needs-no-lamp"],
		fault: () => {
			let seen = "[cc:0:?:?]";
			return () => {
				let packets = 0;
				return {
					incoming(frame) {
						if (!isPacket(frame)) return [frame];
						if (++packets > 1) seen = frame;
						return [seen];
					},
				};
			};
		},
	},
	{
		name: "tells nobody anything any more once a lamp has closed",
		caught: ["lamps-go-one-by-one", "display-needs-no-lamp"],
		target: ({ dial }) => ({ dial: quietOnceClosed(dial) }),
	},
	{
		name: "leaves out every third change",
		caught: ["changes-keep-their-order", "changes-in-one-order"],
		fault: () => () => {
			let packets = 0;
			return { incoming: (frame) => (isPacket(frame) && ++packets % 3 === 0 ? [] : [frame]) };
		},
	},
	{
		name: "shuffles the changes of one lamp",
		caught: ["changes-in-one-order", "changes-keep-their-order"],
		fault: () => {
			let connections = 0;
			return () => {
				const isFirst = ++connections === 1;
				let packets = 0;
				let held: string | null = null;
				return {
					incoming(frame) {
						if (!isFirst || !isPacket(frame) || ++packets === 1) return [frame];
						if (held === null) {
							held = frame;
							return [];
						}
						const both = [frame, held];
						held = null;
						return both;
					},
				};
			};
		},
	},
	{
		name: "loses the first change after ok",
		caught: ["change-while-entering", "change-reaches-every-lamp"],
		fault: () => () => {
			let packets = 0;
			return { incoming: (frame) => (isPacket(frame) && ++packets === 2 ? [] : [frame]) };
		},
	},
];
