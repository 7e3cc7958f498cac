import { VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { AutoUser, type Scene } from "./auto-user.js";
import { type Bench, inquire, newPuff, newStage, setUp } from "./testing/bench.js";

test("it gets ready 1 to 3 s after an inquiry, as the seed says", async () => {
	const latencies = new Set<number>();
	for (let seed = 0; seed < 40; seed++) {
		const bench = await setUp({ auto: true, seed });
		const askedAt = bench.clock.now();
		inquire(bench);
		await bench.clock.until(() => bench.shown().heat === "select", 10_000);
		latencies.add(bench.clock.now() - askedAt);
	}
	expect(Math.min(...latencies)).toBeGreaterThanOrEqual(1000);
	expect(Math.max(...latencies)).toBeLessThanOrEqual(3001);
	expect(latencies.size).toBe(40);
});

test("without auto nobody presses", async () => {
	const bench = await setUp();
	inquire(bench);
	await bench.clock.advance(60_000);
	expect(bench.shown()).toMatchObject({ heat: "idle", groupState: "awaiting" });
});

test("whoever comes while a group waits gets ready too", async () => {
	const stage = newStage();
	const host = newPuff(stage);
	await stage.clock.advance(4000);
	inquire(stage);
	const guest = newPuff(stage, { group: "group1", auto: true });
	await stage.clock.advance(10_000);
	void host.puff.command({ cmd: "press-button" });
	await stage.clock.advance(4000);
	expect(host.shown()).toMatchObject({ heat: "preheat", groupState: "seshing" });
	expect(guest.shown()).toMatchObject({ heat: "preheat", groupState: "seshing" });
});

/** Two puffs that know what to do. */
async function company(speed = 1): Promise<{ readonly host: Bench; readonly guest: Bench }> {
	const stage = newStage();
	const host = newPuff(stage, { create: "A", auto: true, seed: 1, speed });
	await stage.clock.advance(1000);
	return { host, guest: newPuff(stage, { group: "group1", auto: true, seed: 2, speed }) };
}

test("two puffs go round by themselves: 5 s after the second is in, and after each session", async () => {
	const { host, guest } = await company();
	const { clock } = host;
	await clock.advance(4900);
	expect(host.shown().groupState).toBe("chilling");
	await clock.advance(200);
	expect(host.shown().groupState).toBe("awaiting");
	await clock.advance(300_000);
	const round = ["chilling", "awaiting", "seshing"];
	expect(host.course("groupState").slice(1, 8)).toEqual([...round, ...round, "chilling"]);
	expect(guest.course("heat").slice(3, 9)).toEqual([
		"idle",
		"select",
		"preheat",
		"active",
		"fade",
		"idle",
	]);
});

test("a puff with a longer profile is waited for", async () => {
	const { host, guest } = await company();
	void guest.puff.command({ cmd: "set-profile", profile: "peak" });
	await host.clock.advance(600_000);
	const sessions = host.course("groupState").filter((state) => state === "seshing").length;
	expect(sessions).toBeGreaterThanOrEqual(5);
	expect(Number(host.shown().dabs) + Number(guest.shown().dabs)).toBeGreaterThan(8);
});

test("it goes on for hours without anybody: they charge in time", async () => {
	const { host, guest } = await company(100);
	await host.clock.advance(72_000);
	for (const { shown, course, told } of [host, guest]) {
		expect(told().filter(({ event }) => event === "error")).toEqual([]);
		expect(Math.min(...course("battery").map(Number))).toBeLessThan(20);
		expect(course("heat")).not.toContain("off");
		expect(shown()).toMatchObject({ link: "online" });
	}
	const sessions = host.course("groupState").filter((state) => state === "seshing").length;
	expect(sessions).toBeGreaterThan(50);
}, 60_000);

interface Rig {
	readonly clock: VirtualClock;
	readonly user: AutoUser;
	readonly done: string[];
	set(change: Partial<Scene>): void;
}

function rig(scene: Partial<Scene> = {}): Rig {
	const clock = new VirtualClock();
	const done: string[] = [];
	let now: Scene = {
		groupState: "chilling",
		hasCompany: false,
		isReady: false,
		isFree: true,
		isSelected: false,
		battery: 80,
		isCharging: false,
		...scene,
	};
	const user = new AutoUser({
		clock,
		random: () => 0.5,
		asks: true,
		look: () => now,
		press() {
			done.push("press");
			now = { ...now, isSelected: true };
		},
		inquire: () => done.push("inquire"),
		charge(on) {
			done.push(on ? "charge" : "unplug");
			now = { ...now, isCharging: on };
		},
	});
	return {
		clock,
		user,
		done,
		set(change) {
			now = { ...now, ...change };
			user.changed();
		},
	};
}

test("it asks once while a group chills, and again after the next session", async () => {
	const { clock, done, set } = rig();
	set({ hasCompany: true });
	await clock.advance(60_000);
	expect(done).toEqual(["inquire"]);
	set({ groupState: "awaiting" });
	set({ groupState: "seshing" });
	set({ groupState: "chilling" });
	await clock.advance(60_000);
	expect(done).toEqual(["inquire", "inquire"]);
});

test("it does not ask when the company is gone before the 5 s are over", async () => {
	const { clock, done, set } = rig();
	set({ hasCompany: true });
	await clock.advance(4000);
	set({ hasCompany: false });
	await clock.advance(60_000);
	set({ hasCompany: true, groupState: null });
	await clock.advance(60_000);
	expect(done).toEqual([]);
	expect(clock.pending).toBe(0);
});

test("it waits until the device is free, and forgets an inquiry that is over", async () => {
	const { clock, done, set, user } = rig({ groupState: "awaiting", isFree: false });
	user.asked();
	await clock.advance(60_000);
	expect(done).toEqual([]);
	set({ groupState: "chilling" });
	set({ groupState: "awaiting", isFree: true });
	await clock.advance(60_000);
	expect(done).toEqual([]);
	user.asked();
	await clock.advance(2000);
	expect(done).toEqual(["press"]);
});

test("it presses again when the group has not heard of it by the end of select, and not when it has", async () => {
	const { clock, done, set, user } = rig({ groupState: "awaiting" });
	user.asked();
	await clock.advance(5000);
	expect(done).toEqual(["press"]);
	set({ isSelected: false });
	await clock.advance(2000);
	expect(done).toEqual(["press", "press"]);
	set({ isReady: true });
	set({ isSelected: false });
	await clock.advance(60_000);
	expect(done).toEqual(["press", "press"]);
});

test("a device in select when the inquiry comes is pressed again: the group wants to hear it anew", async () => {
	const { clock, done, user } = rig({ groupState: "awaiting", isSelected: true });
	user.asked();
	await clock.advance(2000);
	expect(done).toEqual(["press"]);
});

test("a device that is busy when the moment has come is pressed once it is free", async () => {
	const { clock, done, set, user } = rig({ groupState: "awaiting" });
	user.asked();
	await clock.advance(1000);
	set({ isFree: false });
	await clock.advance(10_000);
	expect(done).toEqual([]);
	set({ isFree: true });
	await clock.advance(2000);
	expect(done).toEqual(["press"]);
});

test("a device below 5 % is not made ready: it could not heat", async () => {
	const { clock, done, set, user } = rig({ groupState: "awaiting", battery: 4.9 });
	user.asked();
	await clock.advance(60_000);
	expect(done).toEqual(["charge"]);
	set({ battery: 5 });
	await clock.advance(2000);
	expect(done).toEqual(["charge", "press"]);
});

test("it is charged from below 20 % up to 95 %", () => {
	const { done, set } = rig();
	set({ battery: 20 });
	set({ battery: 19.9 });
	set({ battery: 94 });
	set({ battery: 95 });
	expect(done).toEqual(["charge", "unplug"]);
});

test("stop leaves nothing behind", () => {
	const { clock, set, user } = rig();
	set({ hasCompany: true });
	set({ groupState: "awaiting" });
	user.asked();
	user.stop();
	expect(clock.pending).toBe(0);
});
