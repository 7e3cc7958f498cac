import { record } from "@gw-sim/simulator-engine";
import { expect, test } from "vitest";
import { newPuff, newStage } from "./testing/bench.js";

async function recording(seed: number): Promise<string> {
	const stage = newStage();
	const { clock, gateway } = stage;
	const lines: string[] = [];
	const host = newPuff(stage, { create: "A", auto: true, name: "Ada", seed });
	const url = "ws://gateway/socket";
	record(host.puff, { protocol: "puff", device: "puff:Ada", url, seed }, (line) =>
		lines.push(line),
	);
	host.puff.on((event) => lines.push(JSON.stringify(event)));
	await clock.advance(1000);
	newPuff(stage, { group: "group1", auto: true, name: "Bob", seed: seed + 10, speed: 1.5 });
	for (let i = 0; i < 10; i++) {
		await clock.advance(37_000);
		if (i % 4 === 1) gateway.cut();
		if (i % 4 === 3) void host.puff.command({ cmd: "abort" });
	}
	return lines.join("\n");
}

test("equal seeds give equal bytes, different ones do not", async () => {
	const [first, again, other] = [await recording(1), await recording(1), await recording(2)];
	expect(first.length).toBeGreaterThan(20_000);
	expect(again).toBe(first);
	expect(other.replaceAll('"seed":2', '"seed":1')).not.toBe(first);
});
