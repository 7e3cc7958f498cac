import { join } from "node:path";
import { integer, seededRandom } from "@gw-sim/core";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { type Served, serve } from "./support/serve.js";
import { tempFolder } from "./support/temp-folder.js";

const rounds = 15;
const writers = 6;
const lamps = 3;
const secret = "cloud-my-butt";
const random = seededRandom("cloud, kill -9");

/** The packet of a writer's nth colour; no two are equal. */
const packet = (n: number, writer: number): string => `[cc:2:${n >> 8},${n & 255},${writer}:0]`;

/** What the server has told somebody, and so may never take back. */
class Told {
	/** By lamp, in order. */
	readonly packets: string[][] = Array.from({ length: lamps }, () => []);
	/** The last change of each writer that was answered. */
	readonly answered: number[] = Array.from({ length: writers }, () => 0);
	/** The last change of each writer that was asked for. */
	readonly asked: number[] = Array.from({ length: writers }, () => 0);
	count = 0;
	#goal = 0;
	#reached = (): void => {};

	note(): void {
		if (++this.count >= this.#goal) this.#reached();
	}

	/** Settles when so many more changes were answered. */
	more(count: number): Promise<void> {
		this.#goal = this.count + count;
		return new Promise((resolve) => {
			this.#reached = resolve;
		});
	}
}

interface Watch {
	/** Settles with what is shown at first. */
	readonly first: Promise<string>;
	readonly over: Promise<void>;
}

/** Takes down every change, until the server dies. */
function watch({ url }: Served, packets: string[]): Watch {
	const socket = new WebSocket(`${url.replace("http:", "ws:")}/cloud`);
	socket.on("error", () => {});
	socket.on("open", () => socket.send(secret));
	const over = new Promise<void>((resolve) => socket.on("close", () => resolve()));
	let isGreeted = false;
	const first = new Promise<string>((resolve) => {
		socket.on("message", (data) => {
			const text = String(data);
			if (text === "ok") return;
			if (isGreeted) packets.push(text);
			isGreeted = true;
			resolve(text);
		});
	});
	return { first, over };
}

/** Sets one colour after another, until the server dies. */
async function write({ url }: Served, writer: number, told: Told): Promise<void> {
	const headers = { "content-type": "application/json" };
	for (let n = (told.asked[writer] ?? 0) + 1; ; n++) {
		told.asked[writer] = n;
		const color = [n >> 8, n & 255, writer];
		const body = JSON.stringify({ mode: "color", color });
		try {
			const response = await fetch(`${url}/api/v0/cloud`, { method: "PUT", headers, body });
			expect([response.status, await response.json()]).toEqual([
				200,
				{ mode: "color", color, pulse: 0 },
			]);
		} catch (error) {
			if (error instanceof TypeError) return;
			throw error;
		}
		told.answered[writer] = n;
		told.note();
	}
}

/** Whether what is shown now takes nothing back; `shown` is what the server says after a restart. */
function expectKept(shown: string, told: Told): void {
	if (told.count === 0) {
		expect(shown).toBe("[cc:0:?:?]");
		return;
	}
	const [, high = 0, low = 0, writer = 0] = (/:(\d+),(\d+),(\d+):/.exec(shown) ?? []).map(Number);
	const n = high * 256 + low;
	expect(shown).toBe(packet(n, writer));
	// A writer's later change hides its earlier ones.
	expect(n).toBeGreaterThanOrEqual(told.answered[writer] ?? 0);
	expect(n).toBeLessThanOrEqual(told.asked[writer] ?? 0);
	for (const packets of told.packets) {
		// It is the last that a lamp was told, or one that came after that.
		const index = packets.indexOf(shown);
		expect([-1, packets.length - 1]).toContain(index);
	}
}

test(`kill -9 under load, ${rounds} times: nothing that a lamp was told is taken back`, async () => {
	const args = ["--data", join(await tempFolder(), "state")];
	const told = new Told();
	for (let round = 0; round < rounds; round++) {
		const served = await serve(args);
		const watches = told.packets.map((packets) => watch(served, packets));
		const shown = await Promise.all(watches.map(({ first }) => first));
		expect(new Set(shown).size).toBe(1);
		expectKept(shown[0] ?? "", told);
		for (const packets of told.packets)
			if (packets.at(-1) !== shown[0]) packets.push(shown[0] ?? "");
		const enough = told.more(integer(random, 50, 400));
		const writing = Array.from({ length: writers }, (_, i) => write(served, i, told));
		await enough;
		await served.process.kill("SIGKILL");
		await Promise.all([...writing, ...watches.map(({ over }) => over)]);
	}
	const served = await serve(args);
	const last = watch(served, []);
	expectKept(await last.first, told);
	console.log(
		`${rounds} kills: ${told.count} changes answered, ` +
			`${told.packets.map(({ length }) => length).join(", ")} packets told, none taken back`,
	);
	for (const packets of told.packets) expect(new Set(packets).size).toBe(packets.length);
	expect(told.count).toBeGreaterThan(rounds * 50);
}, 180_000);
