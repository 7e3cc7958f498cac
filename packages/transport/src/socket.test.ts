import { FaultLine, memoryDial, systemClock, whatwgDial } from "@gw-sim/transport";
import { wsDial } from "@gw-sim/transport/node";
import { WebSocket } from "ws";
import { socketBattery } from "./testing/socket-battery.js";
import { wsStation } from "./testing/ws-station.js";

socketBattery(
	"a memory pair",
	async (accept) => {
		const dial = memoryDial(systemClock, accept);
		return { dial: () => dial({ url: "ws://lock" }), close: async () => {} };
	},
	{ cuts: true, pings: true },
);

socketBattery(
	"ws at both ends",
	async (accept) => {
		const { url, close } = await wsStation(accept);
		return { dial: () => wsDial()({ url }), close };
	},
	{ cuts: true, pings: true },
);

socketBattery(
	"a WHATWG WebSocket to ws",
	async (accept) => {
		const { url, close } = await wsStation(accept);
		return { dial: () => whatwgDial(WebSocket)({ url }), close };
	},
	{ cuts: false, pings: false },
);

socketBattery(
	"ws through a line without faults at both ends",
	async (accept) => {
		const line = new FaultLine({ clock: systemClock, seed: 1 });
		const { url, close } = await wsStation((socket) => accept(line.wrap(socket)));
		return { dial: () => line.dial(wsDial())({ url }), close };
	},
	{ cuts: true, pings: true },
);

socketBattery(
	"a memory pair under latency that varies",
	async (accept) => {
		const faults = [{ type: "latency", ms: 3, jitterMs: 3 }] as const;
		const line = new FaultLine({ clock: systemClock, seed: 1, faults });
		const dial = line.dial(memoryDial(systemClock, (socket) => accept(line.wrap(socket))));
		return { dial: () => dial({ url: "ws://lock" }), close: async () => {} };
	},
	{ cuts: true, pings: true },
);
