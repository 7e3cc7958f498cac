import { expect, test } from "vitest";
import type { OrchestraEvent } from "./orchestra.js";
import { stage } from "./testing/stage.js";

const twoPuffs = `
devices:
  - { name: a, kind: puff }
  - { name: b, kind: puff, group: { from: a } }
  - { name: c, kind: lock, after: [b] }`;
const lone = "devices: [{ name: a, kind: lock }]";

const ofType = <Type extends OrchestraEvent["type"]>(
	events: readonly OrchestraEvent[],
	type: Type,
): readonly Extract<OrchestraEvent, { readonly type: Type }>[] =>
	events.filter(
		(event): event is Extract<OrchestraEvent, { readonly type: Type }> => event.type === type,
	);

test("devices wait for the server, and for those that they come after to be on line", () => {
	const { orchestra, listen, child, view, statuses } = stage(twoPuffs);
	orchestra.open();
	expect(statuses()).toEqual(["server starting", "a waiting", "b waiting", "c waiting"]);
	expect(view("b").waitsFor).toEqual(["server"]);
	listen();
	expect(statuses()).toEqual(["server running", "a starting", "b waiting", "c waiting"]);
	expect([view("b").waitsFor, view("c").waitsFor]).toEqual([["a"], ["b"]]);
	child("a").state({ link: "joining", group: null });
	child("a").state({ link: "online", group: null });
	expect(statuses()).toEqual(["server running", "a running", "b waiting", "c waiting"]);
	child("a").state({ link: "online", group: "g1" });
	expect(child("b").launch.args).toEqual([
		"puff",
		"--json",
		"--url=ws://127.0.0.1:5000/puff",
		"--name=b",
		"--group=g1",
	]);
	expect(statuses()).toEqual(["server running", "a running", "b starting", "c waiting"]);
	child("b").state({ link: "online", group: "g1" });
	expect(statuses()).toEqual(["server running", "a running", "b running", "c starting"]);
	expect(child("c").launch).toMatchObject({
		folder: "/scenes",
		args: expect.arrayContaining(["--serial=c"]),
	});
});

test("a crash is told with its last words, and mended with longer and longer waits", async () => {
	const { orchestra, listen, child, view, clock, children } = stage(
		`backoff: [1s, 3s]\n${lone.replace("lock }", "lock, retries: 2 }")}`,
	);
	orchestra.open();
	listen();
	child("a").say({ event: "error", message: "no hub\u001b[2J", code: "x" });
	for (let line = 0; line < 20; line++) child("a").print("err", `line ${line}`);
	child("a").exit(1);
	expect(view("a")).toMatchObject({
		status: "backoff",
		pid: null,
		exit: { code: 1, signal: null, at: 0 },
		nextStartAt: 1000,
		restarts: 0,
		lastWords: Array.from({ length: 10 }, (_, i) => `line ${i + 10}`),
	});
	await clock.advance(999);
	expect(view("a").status).toBe("backoff");
	await clock.advance(1);
	expect(view("a")).toMatchObject({ status: "starting", restarts: 1, startedAt: 1000 });
	child("a").say({ event: "error", message: "no hub\u001b[2J", code: "x" });
	child("a").exit(null, "SIGKILL");
	expect(view("a")).toMatchObject({
		nextStartAt: 4000,
		exit: { signal: "SIGKILL" },
		lastWords: ["no hub\\u001b[2J"],
	});
	await clock.advance(3000);
	child("a").exit(1);
	expect(view("a")).toMatchObject({ status: "failed", restarts: 2, nextStartAt: null });
	await clock.advance(60_000);
	expect(children).toHaveLength(4);
	orchestra.start("a");
	expect(view("a")).toMatchObject({ status: "starting", restarts: 2 });
});

test("what cannot even be started is a failure like others", async () => {
	const on = stage(lone);
	on.trouble = new Error("no memory");
	on.orchestra.open();
	expect(on.view("server")).toMatchObject({
		status: "backoff",
		pid: null,
		exit: { code: null, signal: null },
		lastWords: ["could not be started: no memory"],
	});
	on.trouble = null;
	await on.clock.advance(1000);
	expect(on.view("server").status).toBe("starting");
});

test("a server that is started again listens where it was, and devices stay", async () => {
	const { orchestra, listen, child, clock, statuses } = stage(lone);
	orchestra.open();
	expect(child("server").launch.args).toContain("--port=0");
	listen(5001);
	child("a").state({ link: "online" });
	child("server").exit(null, "SIGKILL");
	await clock.advance(1000);
	expect(child("server").launch.args.at(-1)).toBe("--port=5001");
	expect(statuses()).toEqual(["server starting", "a running"]);
});

test("puffs are started again with a server that has lost their groups, in their order", async () => {
	const { orchestra, listen, child, clock, statuses } = stage(twoPuffs);
	orchestra.open();
	listen();
	child("a").state({ link: "online", group: "g1" });
	child("b").state({ link: "online", group: "g1" });
	child("server").exit(null, "SIGKILL");
	await clock.advance(1000);
	listen();
	await clock.advance(0);
	expect(statuses()).toEqual(["server running", "a starting", "b waiting", "c starting"]);
	child("a").state({ link: "online", group: "g2" });
	expect(child("b").launch.args.at(-1)).toBe("--group=g2");
});

test("who follows a puff goes with it into its next group", () => {
	const { orchestra, listen, child, view } = stage(twoPuffs);
	orchestra.open();
	listen();
	child("a").state({ link: "online", group: "g1" });
	child("b").state({ link: "online", group: "g1" });
	expect(child("b").commands).toEqual([]);
	orchestra.restart("a");
	child("a").exit(0);
	expect(view("a").status).toBe("starting");
	child("a").state({ link: "online", group: "g2" });
	expect(child("b").commands).toEqual(['{"cmd":"join","group":"g2"}']);
});

test("secrets reach their processes by the environment, and a configuration by a file", () => {
	const { orchestra, listen, child, configs } = stage(`
server:
  config:
    lock: { authToken: l }
    cloud: { secret: c }
    chat: { jwtSecret: s, users: [{ id: 1, name: ann }] }
devices:
  - { name: a, kind: lock }
  - { name: b, kind: cloud, env: { GW_SIM_SECRET: mine } }
  - { name: c, kind: cloud }
  - { name: d, kind: chat, user: 1 }
  - { name: e, kind: puff }
  - { name: f, kind: lock, options: { url: "ws://elsewhere/" } }`);
	orchestra.open();
	expect(configs).toEqual([{ text: expect.stringContaining('"secret":"c"'), isThere: true }]);
	expect(child("server").launch.args.at(-1)).toBe("--config=/tmp/config-1.json");
	listen();
	expect(configs[0]?.isThere).toBe(false);
	const env = (name: string) => Object.fromEntries(child(name).launch.env);
	expect(env("a")).toEqual({ GW_SIM_TOKEN: "l" });
	expect(env("b")).toEqual({ GW_SIM_SECRET: "mine" });
	expect(env("c")).toEqual({ GW_SIM_SECRET: "c" });
	expect(env("d").GW_SIM_TOKEN?.split(".")).toHaveLength(3);
	expect([env("e"), env("f")]).toEqual([{}, {}]);
	expect(child("f").launch.args).toEqual(["lock", "--json", "--serial=f", "--url=ws://elsewhere/"]);
});

test("somebody in the chat without a user is the one that the server makes up", () => {
	const { orchestra, listen, child } = stage("devices: [{ name: a, kind: chat }]");
	orchestra.open();
	listen();
	expect(child("a").launch.env).toEqual(new Map([["GW_SIM_TOKEN", "dev"]]));
});

test.each([
	["ws://h:1", "ws://h:1/cloud", "http://h:1"],
	["wss://h/", "wss://h/cloud", "https://h"],
	["ws://h:1/own?a=b", "ws://h:1/own?a=b", "http://h:1"],
	["ws://h:1/?a=b", "ws://h:1/?a=b", "http://h:1"],
])("on a foreign gateway at %s a lamp dials %s", (url, endpoint, control) => {
	const { orchestra, child, statuses } = stage(`url: ${url}\ndevices: [{ name: a, kind: cloud }]`);
	expect(orchestra.gateway).toMatchObject({ url: control, isOwn: false });
	orchestra.open();
	expect(child("a").launch).toMatchObject({
		args: ["cloud", "--json", `--url=${endpoint}`, "--name=a"],
	});
	expect([child("a").launch.env.size, statuses()]).toEqual([0, ["a starting"]]);
});

test("commands reach those that run", () => {
	const { orchestra, listen, child, view } = stage(lone);
	expect(() => orchestra.send("a", { cmd: "state" })).toThrow(/a takes no commands now/);
	orchestra.open();
	listen();
	orchestra.send("a", { cmd: "fault", faults: [] });
	expect(child("a").commands).toEqual(['{"cmd":"fault","faults":[]}']);
	expect(() => orchestra.send("server", { cmd: "state" })).toThrow(/server takes no commands/);
	expect(() => orchestra.send("nobody", { cmd: "state" })).toThrow(/there is no nobody/);
	orchestra.send("a", { cmd: "stop" });
	expect(view("a").status).toBe("stopping");
});

test("what is no event is a line, fit for a terminal", () => {
	const { orchestra, listen, child, events } = stage(lone);
	orchestra.open();
	listen();
	child("a").print("out", "hello\u001b[2J");
	child("server").print("err", "x".repeat(5000));
	expect(ofType(events, "line")).toEqual([
		{ type: "line", name: "a", stream: "out", text: "hello\\u001b[2J" },
		{ type: "line", name: "server", stream: "err", text: `${"x".repeat(2000)}…` },
	]);
});

test("usage is asked for every two seconds, metrics every second", async () => {
	const { orchestra, listen, child, clock, events, asked } = stage(
		`server: { config: { admin: { token: t } } }\n${lone}`,
		{ status: 200, text: 'gw_sim_connections{protocol="lock"} 1\ngw_sim_store_ok 1\n' },
	);
	orchestra.open();
	listen();
	child("a").state({ link: "online" });
	for (const cpuMs of [100, 200]) {
		await clock.advance(2000);
		child("a").say({ event: "usage", rss: 7, cpuMs });
	}
	expect(child("a").commands).toEqual(['{"cmd":"usage"}', '{"cmd":"usage"}']);
	expect(ofType(events, "usage")).toEqual([
		{ type: "usage", name: "server", rss: 1024, cpuPercent: 25 },
		{ type: "usage", name: "a", rss: 7, cpuPercent: 5 },
	]);
	expect(asked[0]).toEqual({ url: "http://127.0.0.1:5000/metrics", token: "t" });
	expect(ofType(events, "metrics")).toHaveLength(4);
	await orchestra.close();
	await clock.advance(10_000);
	expect(ofType(events, "metrics")).toHaveLength(4);
	expect(clock.pending).toBe(0);
});

test("the control API is asked at the gateway, and its refusal is told", async () => {
	const cloud = { method: "PUT", path: "/cloud", body: { mode: "off" } } as const;
	const good = stage(lone, { status: 200, text: '{"mode":"off"}' });
	await expect(good.orchestra.control(cloud)).rejects.toThrow(/does not listen yet/);
	good.orchestra.open();
	good.listen();
	expect(await good.orchestra.control(cloud)).toEqual({ mode: "off" });
	expect(good.asked).toEqual([{ url: "http://127.0.0.1:5000/api/v0/cloud", token: null }]);
	const bad = stage(lone, { status: 400, text: '{"error":{"code":"x","message":"no\\u001b"}}' });
	bad.orchestra.open();
	bad.listen();
	await expect(bad.orchestra.control(cloud)).rejects.toThrow(
		/did not do it: no\\u001b \(PUT http:\/\/127.0.0.1:5000\/api\/v0\/cloud\)/,
	);
});

test("closing stops the devices, then the server; who does not listen is ended by force", async () => {
	const { orchestra, listen, child, clock, statuses } = stage(twoPuffs);
	orchestra.open();
	listen();
	const [server, a] = [child("server"), child("a")];
	a.state({ link: "online", group: "g" });
	const b = child("b");
	a.isObedient = false;
	const closed = orchestra.close();
	await clock.advance(0);
	expect(statuses()).toEqual(["server running", "a stopping", "b stopped", "c stopped"]);
	expect([a.isInputOver, b.isInputOver, server.isInputOver]).toEqual([true, true, false]);
	await clock.advance(3000);
	expect(a.signals).toEqual(["SIGTERM"]);
	await clock.advance(3000);
	expect(a.signals).toEqual(["SIGTERM", "SIGKILL"]);
	await closed;
	expect(statuses()).toEqual(["server stopped", "a stopped", "b stopped", "c stopped"]);
	expect(clock.pending).toBe(0);
	orchestra.start("a");
	orchestra.open();
	expect(statuses()).toContain("a stopped");
	await orchestra.close();
});

test("a scene can be closed while its server starts, or before it was opened", async () => {
	const { orchestra, clock, statuses } = stage(lone);
	orchestra.open();
	await orchestra.close();
	expect(statuses()).toEqual(["server stopped", "a stopped"]);
	expect(clock.pending).toBe(0);
	await stage(lone).orchestra.close();
});

test("a listener can be taken away", () => {
	const { orchestra, events } = stage(lone);
	let count = 0;
	const off = orchestra.on(() => {
		count++;
	});
	off();
	orchestra.open();
	expect([count, events.length > 0]).toEqual([0, true]);
});
