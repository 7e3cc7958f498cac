import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { record, withoutSecrets } from "./recorder.js";
import { Lamp } from "./testing/lamp.js";

test("a recording is a header and a line a frame, until it is stopped", async () => {
	const clock = new VirtualClock();
	const lamp = new Lamp(clock);
	const lines: string[] = [];
	const header = { protocol: "lamp", device: lamp.id, url: "ws://hub/x", seed: 1 };
	const stop = record(lamp, header, (line) => lines.push(line));
	lamp.events.frame("out", "hello");
	await clock.advance(10.5);
	lamp.events.frame("in", new Uint8Array([255]));
	lamp.events.state({ level: 1 });
	stop();
	lamp.events.frame("in", "late");
	expect(lines).toEqual([
		'{"gwsim":1,"protocol":"lamp","device":"lamp:x","url":"ws://hub/x","seed":1}',
		'{"at":0,"dir":"out","data":"hello"}',
		'{"at":10,"dir":"in","binary":"/w=="}',
	]);
});

test.each([
	["ws://hub/socket?room=a%20b", "ws://hub/socket?room=a%20b"],
	["wss://me:pw@hub/x", "wss://hub/x"],
	["ws://hub/x?room=r&token=t&apiKey=k", "ws://hub/x?room=r&token=***&apiKey=***"],
	["no url", "no url"],
])("%s is written as %s", (url, written) => {
	expect(withoutSecrets(url)).toBe(written);
});
