import { record } from "@gw-sim/simulator-engine";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { LockDevice } from "./lock-device.js";
import { owner } from "./testing/bench.js";
import { RawHub } from "./testing/raw-hub.js";

async function recording(seed: number): Promise<string> {
	const clock = new VirtualClock();
	const hub = new RawHub(clock);
	hub.answers.set("access:request", ["ok", { user: owner, access: true }]);
	const url = "ws://hub/socket/websocket";
	const lock = new LockDevice({ url, serial: "lock-1", seed, clock, dial: hub.dial });
	const lines: string[] = [];
	record(lock, { protocol: "lock", device: lock.id, url, seed }, (line) => lines.push(line));
	lock.on((event) => lines.push(JSON.stringify(event)));
	lock.start();
	for (let i = 0; i < 20; i++) {
		await clock.advance(700);
		void lock.command({ cmd: "present-tag", uid: `04A1B2C${i % 10}` });
		await clock.advance(600);
		if (i % 5 === 0) hub.broadcast("mode:pair", { user: owner, n: i });
		if (i % 7 === 3) hub.cut();
		if (i % 7 === 5) hub.push("phx_error");
		await clock.advance(3000);
	}
	await clock.advance(120_000);
	return lines.join("\n");
}

test("equal seeds give equal bytes, different ones do not", async () => {
	const [first, again, other] = [await recording(1), await recording(1), await recording(2)];
	expect(first.length).toBeGreaterThan(5000);
	expect(again).toBe(first);
	expect(other.replaceAll('"seed":2', '"seed":1')).not.toBe(first);
});
