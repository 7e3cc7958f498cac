import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { integer, seededRandom } from "@gw-sim/core";
import { expect, test } from "vitest";
import { RawClient } from "../packages/server/src/testing/raw-client.js";
import { type Served, serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

const rounds = 12;
const workers = 12;
const random = seededRandom("puff, kill -9");

interface Settings {
	readonly name: string;
	readonly visibility: string;
}

/** What the gateway has told somebody about a group, and so may never forget. */
interface Group {
	settings: Settings;
	/** Asked for after that, and not answered. */
	asked: Settings | null;
	/** Asked for, and perhaps answered. */
	deletion: "none" | "asked" | "told";
}

/** The groups by their ids, and a count of what was told about them. */
class Told {
	readonly groups = new Map<string, Group>();
	count = 0;
	#goal = 0;
	#reached = (): void => {};

	note(): void {
		if (++this.count >= this.#goal) this.#reached();
	}

	/** Settles when the server has told so much more. */
	more(count: number): Promise<void> {
		this.#goal = this.count + count;
		return new Promise((resolve) => {
			this.#reached = resolve;
		});
	}
}

interface Message {
	readonly t?: string;
	readonly d?: Record<string, unknown>;
}

const endpoint = ({ url }: Served): string => `${url.replace("http:", "ws:")}/socket`;

async function event(client: RawClient, t: string): Promise<Record<string, unknown>> {
	for (;;) {
		const message = (await client.next()) as Message;
		if (message.t === t) return message.d ?? {};
	}
}

/** Makes groups, renames them, shows and hides them, and has some deleted, until the server dies. */
async function work(served: Served, worker: number, told: Told): Promise<void> {
	try {
		const client = await RawClient.open(endpoint(served));
		for (let n = 0; ; n++) {
			client.send({ op: 2, d: { name: `${worker}-${n}` } });
			const made = await event(client, "GROUP_CREATE");
			const id = String(made.group_id);
			const settings = { name: String(made.name), visibility: "private" };
			const group: Group = { settings, asked: null, deletion: "none" };
			told.groups.set(id, group);
			client.send({ op: 1, d: { group_id: id } });
			await event(client, "JOINED_GROUP");
			client.send({ op: 4, d: { state: 5 } });
			told.note();
			for (let i = 0; i < 5; i++) {
				const visibility = random() < 0.3 ? "public" : "private";
				const asked = { name: `${worker}-${n}-${i}`, visibility };
				group.asked = asked;
				client.send({ op: 5, d: i % 2 === 0 ? asked : { ...asked, more: 1 } });
				const { name, visibility: now } = await event(client, "GROUP_UPDATE");
				group.settings = { name: String(name), visibility: String(now) };
				group.asked = null;
				told.note();
			}
			if (n % 3 !== 0) continue;
			group.deletion = "asked";
			if ((await served.call("DELETE", `/puff/groups/${id}`)).status !== 200) break;
			group.deletion = "told";
			told.note();
		}
	} catch {
		// The server is dead.
	}
}

/** Compares what the gateway still knows with what it has told. */
async function expectKept(served: Served, { groups }: Told): Promise<void> {
	const listed = new Map<string, Settings>();
	const list = (await (await fetch(`${served.url}/v1/groups`)).json()) as {
		data: (Settings & { group_id: string })[];
	};
	for (const { group_id, name, visibility } of list.data)
		listed.set(group_id, { name, visibility });
	for (const [id, group] of groups) {
		const response = await fetch(`${served.url}/v1/groups/${id}`);
		const body = (await response.json()) as { data: Settings & object };
		if (group.deletion === "told") expect(response.status).toBe(404);
		if (response.status === 404) {
			expect(group.deletion).not.toBe("none");
			groups.delete(id);
			continue;
		}
		const { name, visibility } = body.data;
		expect(body.data).toMatchObject({ state: "chilling", member_count: 0 });
		const now = { name, visibility };
		if (group.asked === null) expect(now).toEqual(group.settings);
		else expect([group.settings, group.asked]).toContainEqual(now);
		if (visibility === "public") expect(listed.get(id)).toEqual(now);
		else expect(listed.has(id)).toBe(false);
		Object.assign(group, { settings: now, asked: null, deletion: "none" } satisfies Group);
	}
	for (const id of listed.keys()) expect(groups.has(id)).toBe(true);
}

test(`kill -9 under load, ${rounds} times: no group that anybody was told of is lost or changed`, async () => {
	const folder = await tempFolder();
	const config = join(folder, "config.json");
	const forEver = { unjoinedGroupTtlMs: 3_600_000, emptyGroupTtlMs: 3_600_000 };
	await writeFile(
		config,
		JSON.stringify({ puff: forEver, limits: { publicGroups: 10_000, groups: 100_000 } }),
		{ mode: 0o600 },
	);
	const args = ["--config", config, "--data", join(folder, "state")];
	const told = new Told();
	for (let round = 0; round < rounds; round++) {
		const served = await serve(args);
		await expectKept(served, told);
		const enough = told.more(integer(random, 50, 500));
		const working = Array.from({ length: workers }, (_, i) => work(served, i, told));
		await enough;
		await served.process.kill("SIGKILL");
		await Promise.all(working);
	}
	await expectKept(await serve(args), told);
	console.log(`${rounds} kills: ${told.count} answers, ${told.groups.size} groups, none lost`);
	expect(told.count).toBeGreaterThan(rounds * 50);
}, 180_000);

test("groups come back empty, and go when nobody joins them in time", async () => {
	const folder = await tempFolder();
	const config = join(folder, "config.json");
	await writeFile(config, JSON.stringify({ puff: { unjoinedGroupTtlMs: 1500 } }), { mode: 0o600 });
	const args = ["--config", config, "--data", join(folder, "state")];
	const first = await serve(args);
	const client = await RawClient.open(endpoint(first));
	const ids: string[] = [];
	for (let i = 0; i < 2; i++) {
		client.send({ op: 2, d: { name: `${i}` } });
		ids.push(String((await event(client, "GROUP_CREATE")).group_id));
	}
	client.send({ op: 1, d: { group_id: ids[0] } }, { op: 4, d: { state: 5 } });
	await event(client, "JOINED_GROUP");
	await first.process.kill("SIGKILL");
	const second = await serve(args);
	const status = async (id = ""): Promise<number> =>
		(await fetch(`${second.url}/v1/groups/${id}`)).status;
	expect(await Promise.all(ids.map(status))).toEqual([200, 200]);
	const back = await RawClient.open(endpoint(second));
	back.send({ op: 1, d: { group_id: ids[0] } });
	expect(await event(back, "JOINED_GROUP")).toMatchObject({ name: "0", members: [] });
	await expect.poll(() => status(ids[1]), { timeout: 10_000 }).toBe(404);
	expect(await status(ids[0])).toBe(200);
	back.close();
});
