import { record } from "@gw-sim/simulator-engine";
import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { CloudDevice } from "./cloud-device.js";
import { RawCloud } from "./testing/raw-cloud.js";

async function recording(seed: number): Promise<string> {
	const clock = new VirtualClock();
	const server = new RawCloud(clock);
	const url = "ws://server/cloud";
	const lamp = new CloudDevice({ url, seed, clock, dial: server.dial });
	const lines: string[] = [];
	record(lamp, { protocol: "cloud", device: lamp.id, url, seed }, (line) => lines.push(line));
	lamp.on((event) => lines.push(JSON.stringify(event)));
	lamp.start();
	for (let i = 0; i < 20; i++) {
		await clock.advance(1700);
		server.send(`[cc:1:${1 + (i % 9)}:${i / 2}]`);
		await clock.advance(300);
		await lamp.command({ cmd: "pixels" });
		if (i % 5 === 0) await lamp.command({ cmd: "drop" });
		if (i % 7 === 3) server.close(1012);
		if (i % 7 === 5) server.send("[cc:r:?:?]");
		await clock.advance(3000);
	}
	await clock.advance(120_000);
	return lines.join("\n");
}

test("equal seeds give equal bytes, different ones do not", async () => {
	const [first, again, other] = [await recording(1), await recording(1), await recording(2)];
	expect(first.length).toBeGreaterThan(10_000);
	expect(again).toBe(first);
	expect(other.replaceAll('"seed":2', '"seed":1')).not.toBe(first);
});
