import { seededRandom } from "@gw-sim/core";
import { VirtualClock } from "@gw-sim/transport";
import { expect, onTestFinished, test } from "vitest";
import type { DeviceKind } from "../up/orchestra.js";
import { Controller } from "./controller.js";
import type { Model } from "./model.js";
import { FakeOrchestra } from "./testing/fake-orchestra.js";
import { keyOf } from "./testing/player.js";

function setUp(...devices: readonly (readonly [name: string, kind: DeviceKind])[]) {
	const clock = new VirtualClock();
	const orchestra = new FakeOrchestra(devices, () => clock.now());
	const drawn: Model[] = [];
	const done: string[] = [];
	const failures: unknown[] = [];
	const breaks = { now: false };
	const controller = new Controller({
		orchestra,
		clock,
		random: seededRandom(1),
		columns: 80,
		rows: 24,
		draw(model) {
			if (breaks.now) throw new Error("broken");
			drawn.push(model);
		},
		failed: (error) => failures.push(error),
		save: async () => {},
		ended: () => done.push("ended"),
		abandon: () => done.push("abandoned"),
		suspend: () => done.push("suspended"),
	});
	onTestFinished(() => controller.stop());
	const press = (...names: readonly string[]): void => controller.pressed(names.map(keyOf));
	return { clock, orchestra, controller, drawn, done, failures, breaks, press };
}

test("the scene is shown, and then started", async () => {
	const { orchestra, controller, drawn } = setUp(["it", "lock"]);
	controller.start();
	expect(orchestra.asked).toEqual(["open"]);
	expect([...(drawn.at(-1)?.devices.keys() ?? [])]).toEqual(["it"]);
});

test("however much happens, it is drawn 15 times a second, and ends with the latest", async () => {
	const { clock, orchestra, controller, drawn } = setUp(["it", "puff"]);
	controller.start();
	drawn.length = 0;
	for (let i = 1; i <= 1000; i++) {
		orchestra.state("it", { link: "online", temperature: i });
		await clock.advance(1);
	}
	expect(drawn.length).toBeLessThanOrEqual(16);
	await clock.advance(100);
	expect(drawn.at(-1)?.devices.get("it")).toMatchObject({ temperature: 1000 });
});

test("while nothing happens, a second passes between drawings", async () => {
	const { clock, controller, drawn } = setUp(["it", "lock"]);
	controller.start();
	drawn.length = 0;
	await clock.advance(10_000);
	expect(drawn.length).toBe(10);
});

test("figures alone are drawn with the next second", async () => {
	const { clock, orchestra, controller, drawn } = setUp(["it", "lock"]);
	controller.start();
	await clock.advance(100);
	drawn.length = 0;
	for (let i = 0; i < 80; i++) {
		orchestra.emit({ type: "usage", name: "it", rss: i, cpuPercent: 1 });
		await clock.advance(10);
	}
	expect(drawn.length).toBe(0);
	await clock.advance(100);
	expect(drawn.at(-1)?.processes.get("it")?.rss).toBe(79);
});

test("a key is about what has happened by then", async () => {
	const { clock, orchestra, controller, press } = setUp(["it", "lock"]);
	controller.start();
	orchestra.state("it", { link: "online" }, "lock:front");
	press("p");
	await clock.advance(0);
	expect(orchestra.asked.at(-1)).toContain('POST /devices/pair {"lock":"front"');
});

test("a tag that is tapped is taken away after a second", async () => {
	const { clock, orchestra, controller, press } = setUp(["it", "lock"]);
	controller.start();
	press("t");
	orchestra.asked.length = 0;
	await clock.advance(1000);
	expect(orchestra.asked).toEqual(['it {"cmd":"remove-tag"}']);
});

test("the lamp that is looked at is asked for its LEDs, no more than 15 times a second", async () => {
	const { clock, orchestra, controller } = setUp(["it", "cloud"]);
	const lamp = { link: "online", mode: "weather", weather: 6, intensity: 5 };
	controller.start();
	orchestra.state("it", lamp, "cloud");
	const asked = (): number => orchestra.asked.filter((line) => line.includes("pixels")).length;
	let answers = 0;
	for (let i = 0; i < 1000; i++) {
		await clock.advance(1);
		// One at the start, one for the state, and then one a drawing.
		if (asked() === answers) continue;
		const hex = (++answers).toString(16).padStart(6, "0");
		orchestra.emit({ type: "event", name: "it", event: { event: "pixels", at: 0, leds: 1, hex } });
	}
	expect(answers).toBeGreaterThan(10);
	expect(answers).toBeLessThanOrEqual(17);
	orchestra.isRunning = false;
	await clock.advance(5000);
	expect(asked()).toBe(answers);
});

test("the end closes the scene, and is told when that is done", async () => {
	const { clock, orchestra, controller, drawn, done } = setUp(["it", "lock"]);
	let closed = (): void => {};
	orchestra.closing = () =>
		new Promise((resolve) => {
			closed = resolve;
		});
	controller.start();
	controller.end();
	await clock.advance(100);
	expect([drawn.at(-1)?.isEnding, done]).toEqual([true, []]);
	closed();
	await clock.advance(1);
	expect(done).toEqual(["ended"]);
});

test("once it is stopped nothing is drawn, and nobody is listened to", async () => {
	const { clock, orchestra, controller, drawn } = setUp(["it", "lock"]);
	controller.start();
	controller.stop();
	drawn.length = 0;
	orchestra.state("it", { link: "online" });
	await clock.advance(5000);
	expect([orchestra.listeners, drawn.length]).toEqual([0, 0]);
});

test("what goes wrong in drawing is told, and hurts nobody else", async () => {
	const { clock, orchestra, controller, failures, breaks } = setUp(["it", "lock"]);
	controller.start();
	breaks.now = true;
	await clock.advance(1000);
	expect(failures).toEqual([new Error("broken")]);
	orchestra.state("it", { link: "online" });
	expect(controller.model.isEnding).toBe(false);
});
