import { expect, test } from "vitest";
import { happened } from "./happened.js";
import { LampWatch } from "./lamp-watch.js";
import { type Model, newModel } from "./model.js";
import { processView } from "./testing/fake-orchestra.js";

function scene(status: "running" | "backoff" = "running"): Model {
	const empty = newModel({ now: 0, columns: 80, rows: 24, title: "" });
	const model = happened(empty, [
		{ at: 0, type: "process", process: processView("lamp", "cloud", { status }) },
		{ at: 0, type: "process", process: processView("lock", "lock") },
	]);
	return { ...model, selected: "lamp" };
}

function shows(model: Model, hex: string): Model {
	const event = { event: "pixels", at: 0, leds: 1, hex } as const;
	return happened(model, [{ at: 0, type: "event", name: "lamp", event }]);
}

function weather(model: Model): Model {
	const state = { link: "online", mode: "weather", weather: 5, intensity: 5 };
	const event = { event: "state", device: "cloud", at: 0, state } as const;
	return happened(model, [{ at: 0, type: "event", name: "lamp", event }]);
}

test("a lamp is asked once, and again when it has answered", () => {
	const watch = new LampWatch();
	let model = weather(scene());
	expect(watch.toAsk(model, 0)).toBe("lamp");
	expect(watch.toAsk(model, 100)).toBeNull();
	model = shows(model, "ff0000");
	expect(watch.toAsk(model, 200)).toBe("lamp");
	expect(watch.toAsk(model, 300)).toBeNull();
	expect(watch.toAsk(model, 1300)).toBe("lamp");
});

test("a lamp that shows the same all the time is asked once a second", () => {
	const watch = new LampWatch();
	const model = shows(scene(), "000000");
	expect(watch.toAsk(model, 0)).toBe("lamp");
	expect(watch.toAsk(model, 900)).toBeNull();
	expect(watch.toAsk(model, 1000)).toBe("lamp");
});

test("what it shows anew is asked for at once", () => {
	const watch = new LampWatch();
	const model = scene();
	expect(watch.toAsk(model, 0)).toBe("lamp");
	expect(watch.toAsk(weather(model), 10)).toBe("lamp");
});

test("nobody is asked where no lamp is looked at, or it does not run", () => {
	const watch = new LampWatch();
	expect(watch.toAsk({ ...scene(), selected: "lock" }, 0)).toBeNull();
	expect(watch.toAsk({ ...scene(), view: "log" }, 0)).toBeNull();
	expect(watch.toAsk({ ...scene(), selected: null }, 0)).toBeNull();
	expect(watch.toAsk(scene("backoff"), 0)).toBeNull();
});
