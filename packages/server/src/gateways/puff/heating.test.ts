import { expect, test } from "vitest";
import { PuffBench } from "./testing/puff-bench.js";

const [idle, select, preheat, active, fade] = [5, 6, 7, 8, 9];
const taking = { excluded: false, watcher: false, away: false };
const watching = { excluded: true, watcher: true, away: false };

/** Members of a new group, all with a device but the `watchers` that come last. */
async function crew(devices: number, watchers = 0, options: object = {}) {
	const bench = new PuffBench(options);
	const { id, members } = await bench.group(devices + watchers);
	for (const member of members.slice(0, devices)) await member.ask(4, { state: idle, battery: 80 });
	for (const member of members) member.take();
	return { bench, id, members };
}

const brief = ({ t, d }: { t?: string; d?: unknown }): unknown => {
	if (t === "GROUP_UPDATE") {
		const { state, ready } = d as { state: string; ready: string[] };
		return `${state} ${ready.length}`;
	}
	return t === "GROUP_START_HEATING" ? (d ?? t) : t;
};

test("an inquiry, everybody's button, a cycle, and back", async () => {
	const { bench, members } = await crew(2, 1);
	const [a, b, w] = members;
	if (a === undefined || b === undefined || w === undefined) throw new Error("nobody");
	const told = async (who: typeof a, op: number, d?: object) => {
		who.say(op, d);
		await bench.turn();
		return [a, b, w].map((member) => member.take().map(brief));
	};
	const inquiry = ["awaiting 0", "GROUP_HEAT_INQUIRY"];
	expect(await told(w, 8)).toEqual([inquiry, inquiry, inquiry]);
	const update = "GROUP_USER_DEVICE_UPDATE";
	expect(await told(a, 4, { state: select })).toEqual([
		["GROUP_USER_READY"],
		[update, "GROUP_USER_READY"],
		[update, "GROUP_USER_READY"],
	]);
	expect(await told(a, 4, { state: idle })).toEqual([[], [update], [update]]);
	expect(await told(b, 4, { state: select })).toEqual([
		[update, "GROUP_USER_READY", taking, "seshing 0"],
		["GROUP_USER_READY", taking, "seshing 0"],
		[update, "GROUP_USER_READY", watching, "seshing 0"],
	]);
	expect(await told(a, 8)).toEqual([["GROUP_ACTION_ERROR"], [], []]);
	for (const state of [preheat, active, fade]) await told(a, 4, { state });
	expect(await told(a, 4, { state: idle })).toEqual([
		["chilling 0"],
		[update, "chilling 0"],
		[update, "chilling 0"],
	]);
});

test("like the first gateway, only the ready are told to heat, without data", async () => {
	const { bench, members } = await crew(1, 1, { puff: { compat: "seed" } });
	const [a, w] = members;
	await a?.ask(8);
	w?.take();
	a?.say(4, { state: select });
	await bench.turn();
	expect(a?.frames[1]).toBe('{"op":3,"t":"GROUP_START_HEATING"}');
	expect(w?.take().map(brief)).toEqual([
		"GROUP_USER_DEVICE_UPDATE",
		"GROUP_USER_READY",
		"seshing 0",
	]);
});

test("an inquiry with nobody's device waits for the first", async () => {
	const { members } = await crew(0, 2);
	const [a, b] = members;
	expect((await a?.ask(8))?.map(brief)).toEqual(["awaiting 0", "GROUP_HEAT_INQUIRY"]);
	b?.take();
	expect((await b?.ask(4, { state: select }))?.map(brief)).toEqual([
		"GROUP_USER_READY",
		taking,
		"seshing 0",
	]);
});

test("asking again keeps those that are ready", async () => {
	const { members } = await crew(2);
	const [a, b] = members;
	await a?.ask(8);
	await a?.ask(4, { state: select });
	b?.take();
	expect((await b?.ask(8))?.map(brief)).toEqual(["awaiting 1", "GROUP_HEAT_INQUIRY"]);
	expect((await b?.ask(4, { state: select }))?.map(brief)).toContainEqual(taking);
});

test.each(["leave", "cut"])(
	"one that is waited for and goes (%s) is waited for no more",
	async (how) => {
		const { bench, members } = await crew(3);
		const [a, b, c] = members;
		await a?.ask(8);
		await a?.ask(4, { state: select });
		await b?.ask(4, { state: select });
		for (const member of members) member.take();
		if (how === "leave") c?.say(7);
		else c?.socket.terminate();
		await bench.turn();
		for (const member of [a, b])
			expect(member?.take().map(brief)).toEqual(["GROUP_USER_LEFT", taking, "seshing 0"]);
		expect(c?.take()).toEqual([]);
	},
);

test("one that is ready and leaves neither starts the others early nor heats", async () => {
	const { members } = await crew(3);
	const [a, b, c] = members;
	await a?.ask(8);
	await a?.ask(4, { state: select });
	await a?.ask(7);
	for (const member of members) member.take();
	await b?.ask(4, { state: select });
	expect(c?.take().map(brief)).toEqual(["GROUP_USER_DEVICE_UPDATE", "GROUP_USER_READY"]);
	await c?.ask(4, { state: select });
	expect(b?.take().map(brief)).toContainEqual(taking);
	expect(a?.take()).toEqual([]);
});

test("when the last device goes the group is calm again", async () => {
	const { members } = await crew(1, 1);
	const [a, w] = members;
	await a?.ask(8);
	w?.take();
	await a?.ask(7);
	expect(w?.take().map(brief)).toEqual(["GROUP_USER_LEFT", "chilling 0"]);
});

test("one that comes late, with a device that is idle, ends nothing", async () => {
	const { bench, id, members } = await crew(2);
	const [a, b] = members;
	for (const op of [8]) await a?.ask(op);
	await a?.ask(4, { state: select });
	await b?.ask(4, { state: select });
	const late = await bench.connect();
	expect(await late.ask(1, { group_id: id })).toMatchObject([{ d: { state: "seshing" } }]);
	for (const member of members) member.take();
	await late.ask(4, { state: idle });
	expect(a?.take().map(brief)).toEqual(["GROUP_USER_DEVICE_UPDATE"]);
	await late.ask(4, { state: select });
	expect(a?.take().map(brief)).toEqual(["GROUP_USER_DEVICE_UPDATE"]);
});

test("who has asked to leave hears nothing more, not even of what was on its way before", async () => {
	const { bench, members } = await crew(2);
	const [a, b] = members;
	await a?.ask(8);
	await a?.ask(4, { state: select });
	b?.take();
	bench.store.hold();
	b?.say(4, { state: select });
	await bench.turn();
	a?.say(7);
	await bench.turn();
	bench.store.release();
	await bench.turn();
	expect(a?.take()).toEqual([]);
	expect(b?.take().map(brief)).toEqual([
		"GROUP_USER_READY",
		taking,
		"seshing 0",
		"GROUP_USER_LEFT",
	]);
});
