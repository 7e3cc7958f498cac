import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDeviceLine, parseListening } from "./child-events.js";

test.each([
	{ event: "state", device: "lock:x", at: 1, state: { link: "online" } },
	{ event: "error", message: "m", code: "c" },
	{ event: "message", type: "t", data: null },
	{ event: "message", type: "t", binary: "AQ==" },
	{ event: "frame", dir: "in", at: 1, data: "x" },
	{ event: "frame", dir: "out", at: 1, binary: "AQ==" },
	{ event: "usage", rss: 1, cpuMs: 2 },
	{ event: "faults", faults: [{ type: "latency", ms: 5 }, { type: "cut" }] },
	{ event: "pixels", at: 1, leds: 1, hex: "ffa2ae" },
	{ event: "tag", uid: "04", result: "denied", reason: "no" },
	{ event: "tag", uid: "04", result: "granted" },
	{ event: "leds", port: "p", protocol: "awa", baud: 1, maxFps: 2, hello: true, acks: false },
])("%j", (event) => {
	expect(parseDeviceLine(JSON.stringify(event))).toEqual(event);
	expect(parseDeviceLine(JSON.stringify({ ...event, more: 1 }))).toEqual(event);
	for (const key of Object.keys(event)) {
		if (key === "reason") continue;
		const { [key]: _, ...rest } = event as Record<string, unknown>;
		expect(parseDeviceLine(JSON.stringify(rest))).toBeNull();
		expect(parseDeviceLine(JSON.stringify({ ...event, [key]: { no: 1 } }))).toSatisfy(
			(found) => found === null || key === "state" || key === "data",
		);
	}
});

test.each(["", "x", "null", "[]", "{}", '{"event":"other"}', '{"event":"faults","faults":[{}]}'])(
	"%j is no event",
	(line) => {
		expect(parseDeviceLine(line)).toBeNull();
	},
);

test("any line is an event or none", () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
			parseDeviceLine(line);
			parseListening(line);
		}),
	);
});

const endpoints = { lock: "a", rooms: "b", chat: "c", cloud: "d", puff: "e" };

test("the server's first line", () => {
	const line = { event: "listening", url: "http://h:1", endpoints };
	expect(parseListening(JSON.stringify(line))).toEqual({
		url: "http://h:1",
		endpoints,
		chatToken: null,
	});
	const development = { chatToken: "t" };
	expect(parseListening(JSON.stringify({ ...line, development }))?.chatToken).toBe("t");
	for (const wrong of [{}, { url: 5 }, { endpoints: { ...endpoints, puff: 5 } }, { event: "x" }])
		expect(parseListening(JSON.stringify({ event: "listening", ...wrong }))).toBeNull();
});
