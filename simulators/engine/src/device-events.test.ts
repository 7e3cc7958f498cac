import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { DeviceEvents } from "./device-events.js";

function setUp(quietKeys: readonly string[] = []): {
	clock: VirtualClock;
	events: DeviceEvents;
	heard: unknown[];
} {
	const clock = new VirtualClock();
	const events = new DeviceEvents({ id: "lamp:x", clock, quietKeys });
	const heard: unknown[] = [];
	events.on((event) => heard.push(event));
	return { clock, events, heard };
}

test("time counts from the process's start, in whole milliseconds", async () => {
	const clock = new VirtualClock();
	await clock.advance(5000);
	const events = new DeviceEvents({ id: "lamp:x", clock });
	expect(events.at).toBe(5000);
	await clock.advance(1.9);
	expect(events.at).toBe(5001);
});

test("a state is told once until it changes, whatever the order of its keys", () => {
	const { events, heard } = setUp();
	events.state({ a: 1, b: null });
	events.state({ b: null, a: 1 });
	events.state({ a: 2, b: null });
	expect(heard).toHaveLength(2);
});

test("a change of a quiet key alone is not told, but shown with the next change", () => {
	const { events, heard } = setUp(["frames"]);
	events.state({ on: true, frames: 1 });
	events.state({ on: true, frames: 2 });
	events.state({ on: false, frames: 3 });
	expect(heard).toMatchObject([{ state: { frames: 1 } }, { state: { frames: 3 } }]);
});

test("the same trouble is told once, another at once, and the same again after recovery", () => {
	const { events, heard } = setUp();
	events.error("unreachable", "nothing listens");
	events.error("unreachable", "nothing listens");
	events.error("refused-upgrade", "HTTP 403");
	events.error("refused-upgrade", "HTTP 403");
	events.error("unreachable", "nothing listens");
	events.recovered();
	events.error("unreachable", "nothing listens");
	expect(heard).toMatchObject(
		["unreachable", "refused-upgrade", "unreachable", "unreachable"].map((code) => ({ code })),
	);
});

test("messages carry JSON as data and bytes as base64", () => {
	const { events, heard } = setUp();
	events.message("mode:pair", { user: null });
	events.message("blob", new Uint8Array([0, 1]));
	expect(heard).toEqual([
		{ event: "message", type: "mode:pair", data: { user: null } },
		{ event: "message", type: "blob", binary: "AAE=" },
	]);
});

test("a listener that throws stops nobody, and its error is not swallowed", async () => {
	const { events, heard } = setUp();
	const uncaught: unknown[] = [];
	const listeners = process.listeners("uncaughtException");
	process.removeAllListeners("uncaughtException");
	process.once("uncaughtException", (error) => uncaught.push(error));
	const error = new Error("mine");
	events.on(() => {
		throw error;
	});
	events.on((event) => heard.push(event));
	events.error("code", "message");
	await new Promise((resolve) => setImmediate(resolve));
	for (const listener of listeners) process.on("uncaughtException", listener);
	expect(heard).toHaveLength(2);
	expect(uncaught).toEqual([error]);
});
