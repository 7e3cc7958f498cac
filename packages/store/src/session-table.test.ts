import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { SessionTable } from "./session-table.js";

test("holds no more than it may, and lets go of what expired", async () => {
	const clock = new VirtualClock();
	const table = new SessionTable(clock, 100);
	for (let i = 0; i < 1000; i++) table.put(`${i}`, "v", 1000);
	expect(table.size).toBe(100);
	await clock.advance(1000);
	table.put("new", "v", 1000);
	expect(table.size).toBe(1);
});
