import { seededRandom } from "@gw-sim/core";
import { GatewayHost, hostDial, parseConfig } from "@gw-sim/server";
import { record } from "@gw-sim/simulator-engine";
import { PuffDevice, type PuffDeviceOptions } from "@gw-sim/simulator-puff";
import { MemoryStore } from "@gw-sim/store";
import { type Fault, FaultLine, VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";

const url = "ws://host/socket";

/** Gateway, sockets, SDKs, firmware and chambers on one virtual clock, in one process without a network. */
function simulation(seed: string, faults: readonly Fault[] = []) {
	const clock = new VirtualClock();
	const random = seededRandom(`${seed}/server`);
	const host = new GatewayHost({
		config: parseConfig(),
		store: new MemoryStore({ clock, random }),
		clock,
		random,
		log: () => {},
	});
	const line = new FaultLine({ clock, seed, faults });
	const dial = line.dial(hostDial(host, clock));
	const lines: string[] = [];
	const puffs: PuffDevice[] = [];
	return {
		clock,
		line,
		lines,
		start(name: string, options: Partial<PuffDeviceOptions>): PuffDevice {
			const own = `${seed}/${name}`;
			const puff = new PuffDevice({ url, clock, dial, name, seed: own, auto: true, ...options });
			puffs.push(puff);
			record(puff, { protocol: "puff", device: puff.id, url, seed: own }, (text) =>
				lines.push(`${name} ${text}`),
			);
			puff.on((event) => lines.push(`${name} ${JSON.stringify(event)}`));
			puff.start();
			return puff;
		},
		/** Stops everything, and sees to it that nothing is left. */
		async end(): Promise<void> {
			const stopped = puffs.map((puff) => puff.stop());
			await clock.advance(20_000);
			await Promise.all(stopped);
			await host.drain(1000);
			expect(clock.pending).toBe(0);
		},
	};
}

/** Values of one key of a puff's states, each time that it changed. */
function course(lines: readonly string[], name: string, key: string): unknown[] {
	const values = lines
		.filter((line) => line.startsWith(`${name} {"event":"state"`))
		.map((line) => (JSON.parse(line.slice(name.length)) as { state: object }).state)
		.map((state) => Reflect.get(state, key));
	return values.filter((value, i) => i === 0 || value !== values[i - 1]);
}

async function company(seed: string, minutes: number, faults: readonly Fault[] = []) {
	const { clock, end, line, lines, start } = simulation(seed, faults);
	const host = start("Ada", { create: "Tuesday" });
	await clock.until(() => host.shown.group !== null, 60_000);
	start("Bob", { group: host.shown.group ?? "", profile: "medium", compression: "zlib" });
	for (let minute = 0; minute < minutes; minute++) {
		await clock.advance(60_000);
		if (faults.length === 0) continue;
		line.set([{ type: "cut" }]);
		await clock.advance(3000);
		line.set(faults);
	}
	await clock.advance(20_000);
	await end();
	return lines;
}

test("two puffs heat together by themselves, the same in every byte for a seed", async () => {
	const first = await company("monday", 2);
	expect(course(first, "Ada", "groupState").slice(0, 6)).toEqual([
		null,
		"chilling",
		"awaiting",
		"seshing",
		"chilling",
		"awaiting",
	]);
	const cycle = ["idle", "select", "preheat", "active", "fade", "idle"];
	const boot = ["memory", "version-boot", "battery-boot"];
	for (const name of ["Ada", "Bob"])
		expect(course(first, name, "heat").slice(0, 9)).toEqual([...boot, ...cycle]);
	expect(await company("monday", 2)).toEqual(first);
	expect(await company("tuesday", 2)).not.toEqual(first);
});

test("on a line that is slow and breaks every minute they keep coming back, and go on", async () => {
	const faults: readonly Fault[] = [{ type: "latency", ms: 200, jitterMs: 150 }];
	const first = await company("monday", 20, faults);
	for (const name of ["Ada", "Bob"]) {
		const links = course(first, name, "link");
		expect(links.filter((link) => link === "backoff").length).toBeGreaterThanOrEqual(20);
		expect(links.slice(-2)).toEqual(["online", "offline"]);
		const groups = course(first, name, "group").filter((group) => group !== null);
		expect(new Set(groups).size).toBe(1);
	}
	const sessions = course(first, "Ada", "groupState").filter((state) => state === "seshing");
	expect(sessions.length).toBeGreaterThan(8);
	expect(await company("monday", 20, faults)).toEqual(first);
});
