import { expect, test } from "vitest";
import type { Action } from "./action.js";
import { Performer } from "./performer.js";
import { FakeOrchestra } from "./testing/fake-orchestra.js";

function setUp() {
	const orchestra = new FakeOrchestra([["it", "cloud"]]);
	const told: string[] = [];
	const files = new Map<string, string>();
	const done: string[] = [];
	const performer = new Performer({
		orchestra,
		tell: ({ tone, text }: Extract<Action, { readonly type: "told" }>) =>
			told.push(`${tone} ${text}`),
		async save(file, text) {
			if (files.has(file)) throw new Error("it is there already");
			files.set(file, text);
		},
		ended: () => done.push("ended"),
		abandon: () => done.push("abandoned"),
		suspend: () => done.push("suspended"),
	});
	return { orchestra, performer, told, files, done };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("what is wanted of processes and devices is asked of the orchestra", () => {
	const { orchestra, performer } = setUp();
	for (const type of ["start", "stop", "restart"] as const) performer.perform({ type, name: "it" });
	performer.perform({ type: "send", name: "it", command: { cmd: "drop" } });
	expect(orchestra.asked).toEqual(["start it", "stop it", "restart it", 'it {"cmd":"drop"}']);
});

test("who does not run is told", () => {
	const { orchestra, performer, told } = setUp();
	orchestra.isRunning = false;
	performer.perform({ type: "send", name: "it", command: { cmd: "drop" } });
	expect(told).toEqual(["bad it does not run"]);
});

test("requests to the control API go one after the other", async () => {
	const { orchestra, performer, told } = setUp();
	const answers: (() => void)[] = [];
	orchestra.answer = () => new Promise((resolve) => answers.push(() => resolve(null)));
	for (const path of ["/one", "/two"])
		performer.perform({
			type: "control",
			request: { method: "PUT", path },
			done: path,
			asks: null,
		});
	await settled();
	expect(orchestra.asked).toEqual(["PUT /one null"]);
	answers.shift()?.();
	await settled();
	expect(orchestra.asked).toEqual(["PUT /one null", "PUT /two null"]);
	expect(told).toEqual(["good /one"]);
});

test("a request that is refused is told, the lamp tells what is so, and the next goes on", async () => {
	const { orchestra, performer, told } = setUp();
	orchestra.answer = async ({ path }) => {
		if (path === "/one") throw new Error("HTTP 403\u001b");
		return null;
	};
	performer.perform({
		type: "control",
		request: { method: "PUT", path: "/one" },
		done: "",
		asks: "it",
	});
	performer.perform({
		type: "control",
		request: { method: "PUT", path: "/two" },
		done: "",
		asks: null,
	});
	await settled();
	expect(told).toEqual(["bad HTTP 403\\u001b"]);
	expect(orchestra.asked).toEqual(["PUT /one null", 'it {"cmd":"state"}', "PUT /two null"]);
});

test("frames are written as JSON lines to a new file", async () => {
	const { performer, files, told } = setUp();
	const frame = { seq: 0, at: 5, name: "it", dir: "in", text: "ping", isForeign: false } as const;
	const frames = [
		{ ...frame, raw: "p", isBinary: false },
		{ ...frame, raw: "AA==", isBinary: true },
	];
	performer.perform({ type: "save", file: "f", frames });
	await settled();
	performer.perform({ type: "save", file: "f", frames });
	await settled();
	expect(files.get("f")?.split("\n")).toEqual([
		'{"at":5,"name":"it","dir":"in","data":"p","text":"ping"}',
		'{"at":5,"name":"it","dir":"in","binary":"AA==","text":"ping"}',
		"",
	]);
	expect(told).toEqual([
		"good 2 frames are in f",
		"bad the frames were not written: it is there already",
	]);
});

test("the end waits for everything to stop, also where that fails", async () => {
	const { orchestra, performer, done, told } = setUp();
	performer.perform({ type: "end" });
	await settled();
	orchestra.closing = async () => {
		throw new Error("stuck");
	};
	performer.perform({ type: "end" });
	await settled();
	performer.perform({ type: "abandon" });
	performer.perform({ type: "suspend" });
	expect(done).toEqual(["ended", "ended", "abandoned", "suspended"]);
	expect(told).toEqual(["bad stuck"]);
});
