import { expect, test } from "vitest";
import { isThere, untilGone } from "./support/pids.js";
import { gwSim, type Process } from "./support/process.js";

const online = { event: "state", state: { link: "online" } };

async function pidOf(up: Process, name: string, from = 0): Promise<number> {
	const { pid } = await up.event({ name, event: "process", status: "starting" }, from);
	return Number(pid);
}

const names = ["server", "lock-1", "cloud-1", "puff-1", "puff-2"];

async function comeUp(...args: string[]): Promise<{ up: Process; pids: readonly number[] }> {
	const up = gwSim(["up", ...args, "--json"]);
	await up.event({ name: "puff-2", ...online });
	return { up, pids: await Promise.all(names.map((name) => pidOf(up, name))) };
}

test("a device that is killed is started again; what ends with the scene is all of it", async () => {
	const { up, pids } = await comeUp();
	const [, lock = 0] = pids;
	const from = up.lines.length;
	process.kill(lock, "SIGKILL");
	const crash = await up.event({ name: "lock-1", event: "process", status: "backoff" }, from);
	expect(crash).toMatchObject({ pid: null, restarts: 0, exit: { code: null, signal: "SIGKILL" } });
	const again = await pidOf(up, "lock-1", from);
	await up.event({ name: "lock-1", event: "process", status: "running", restarts: 1 }, from);
	await up.event({ name: "lock-1", ...online }, from);
	up.child.kill("SIGINT");
	expect((await up.exit()).code).toBe(0);
	expect([...pids, again].filter(isThere)).toEqual([]);
});

test("when the scene itself is killed, none of its processes stays", async () => {
	const { up, pids } = await comeUp();
	expect(pids.filter(isThere)).toEqual(pids);
	await up.kill("SIGKILL");
	await untilGone(pids);
});

test("a server that is killed comes back where it was, and its devices with it", async () => {
	const { up, pids } = await comeUp();
	const { url } = await up.event({ event: "listening" });
	const from = up.lines.length;
	process.kill(pids[0] ?? 0, "SIGKILL");
	expect(await up.event({ event: "listening" }, from)).toMatchObject({ url });
	for (const name of names.slice(1)) await up.event({ name, ...online }, from);
	up.child.kill("SIGTERM");
	expect((await up.exit()).code).toBe(0);
});

test("a puff that is killed comes back in another group, and the other follows it", async () => {
	const { up, pids } = await comeUp();
	const from = up.lines.length;
	process.kill(pids[3] ?? 0, "SIGKILL");
	const { state } = await up.event({ name: "puff-1", ...online }, from);
	const { group } = state as { group: string };
	await up.event({ name: "puff-2", event: "state", state: { link: "online", group } }, from);
	up.child.kill("SIGTERM");
	expect((await up.exit()).code).toBe(0);
});

test("whoever does not want to wait ends it with a second SIGINT, and nothing stays", async () => {
	const { up, pids } = await comeUp();
	process.kill(pids[1] ?? 0, "SIGSTOP");
	const from = up.lines.length;
	up.child.kill("SIGINT");
	await up.event({ name: "lock-1", event: "process", status: "stopping" }, from);
	up.child.kill("SIGINT");
	expect((await up.exit()).code).toBe(130);
	process.kill(pids[1] ?? 0, "SIGCONT");
	await untilGone(pids);
});
