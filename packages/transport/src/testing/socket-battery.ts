import type { Frame } from "@gw-sim/core";
import type { Socket } from "@gw-sim/transport";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Recorder } from "./recorder.js";

/** A place to dial to. */
export interface Station {
	dial(): Socket;
	close(): Promise<void>;
}

export interface Abilities {
	/** Whether the dialling end can cut a connection so that the peer sees it cut. */
	readonly cuts: boolean;
	/** Whether the dialling end can send pings. */
	readonly pings: boolean;
}

const frames: readonly Frame[] = [
	"text",
	"",
	"Türschloß 玄関 🔒",
	new Uint8Array(),
	new Uint8Array([0, 1, 254, 255]),
	"x".repeat(126),
	new Uint8Array(65_536).fill(7),
	"last",
];

/** Long byte arrays compare much faster as text. */
const readable = (list: readonly Frame[]): readonly string[] =>
	list.map((frame) =>
		typeof frame === "string" ? `"${frame}"` : Buffer.from(frame).toString("hex"),
	);

/** What every `Socket` promises, whatever carries it. */
export function socketBattery(
	name: string,
	open: (accept: (socket: Socket) => void) => Promise<Station>,
	{ cuts, pings }: Abilities,
): void {
	describe(name, () => {
		let station: Station;
		let accepted: Recorder[];
		let accept: () => void;
		let arrival: Promise<void>;

		beforeEach(async () => {
			accepted = [];
			arrival = new Promise((resolve) => {
				accept = resolve;
			});
			station = await open((socket) => {
				accepted.push(new Recorder(socket));
				accept();
			});
		});
		afterEach(() => station.close());

		async function connected(): Promise<{ client: Recorder; server: Recorder }> {
			const client = new Recorder(station.dial());
			await Promise.all([client.untilOpened(), arrival]);
			const [server] = accepted;
			if (server === undefined) throw new Error("nobody came");
			return { client, server };
		}
		type Side = "client" | "server";
		const sides: readonly [from: Side, to: Side][] = [
			["client", "server"],
			["server", "client"],
		];

		test("the dialling end is told once that it is open, the accepted end never", async () => {
			const { client, server } = await connected();
			client.socket.close(1000);
			await Promise.all([client.untilClosed(), server.untilClosed()]);
			expect(client.events).toEqual(["opened", "closed"]);
			expect(server.events).toEqual(["closed"]);
		});

		test.each(sides)("frames from the %s arrive whole and in order", async (from, to) => {
			const ends = await connected();
			for (const frame of frames) ends[from].socket.send(frame);
			expect(readable(await ends[to].untilFrames(frames.length))).toEqual(readable(frames));
		});

		test.each(sides)("a shared frame from the %s arrives as any other", async (from, to) => {
			const ends = await connected();
			for (const frame of frames) {
				const shared = { frame };
				ends[from].socket.sendShared(shared);
				ends[from].socket.sendShared(shared);
			}
			const twice = frames.flatMap((frame) => [frame, frame]);
			expect(readable(await ends[to].untilFrames(twice.length))).toEqual(readable(twice));
		});

		test.each(sides)("what the %s sends is activity at the other end", async (from, to) => {
			const ends = await connected();
			ends[from].socket.send("x");
			await ends[to].untilFrames(1);
			await new Promise(setImmediate);
			expect(ends[to].activities).toBeGreaterThan(0);
		});

		test.each(pings ? sides : sides.slice(1))(
			"a ping of the %s is answered by the other end, which is told of it if it can be",
			async (from, to) => {
				const ends = await connected();
				ends[from].socket.ping?.();
				ends[from].socket.ping?.();
				ends[from].socket.send("x");
				await ends[from].until(() => ends[from].pongs === 2);
				expect(await ends[to].untilFrames(1)).toEqual(["x"]);
				expect(ends[to].pings).toBe(pings ? 2 : 0);
				expect([ends[from].pings, ends[to].pongs]).toEqual([0, 0]);
			},
		);

		test("what is sent before the connection is open is not sent", async () => {
			const socket = station.dial();
			const client = new Recorder(socket);
			socket.ping?.();
			socket.send("early");
			await Promise.all([client.untilOpened(), arrival]);
			socket.send("late");
			expect(await accepted[0]?.untilFrames(1)).toEqual(["late"]);
			expect(accepted[0]?.pings).toBe(0);
		});

		test.each(sides)("a close by the %s tells both ends code and reason", async (from, to) => {
			const ends = await connected();
			ends[from].socket.close(4001, "Grüße");
			expect(await ends[to].untilClosed()).toEqual({ code: 4001, reason: "Grüße" });
			expect(await ends[from].untilClosed()).toMatchObject({ code: 4001 });
		});

		test.each(sides)("a close without a code by the %s is a 1005", async (from, to) => {
			const ends = await connected();
			ends[from].socket.close();
			expect(await ends[to].untilClosed()).toEqual({ code: 1005, reason: "" });
			expect(await ends[from].untilClosed()).toMatchObject({ code: 1005 });
		});

		test.each(sides)(
			"frames sent by the %s before its close arrive before it",
			async (from, to) => {
				const ends = await connected();
				ends[from].socket.send("one");
				ends[from].socket.send("two");
				ends[from].socket.close(1000);
				ends[from].socket.send("three");
				await ends[to].untilClosed();
				expect(ends[to].frames).toEqual(["one", "two"]);
				expect(ends[to].events.at(-1)).toBe("closed");
			},
		);

		test("ends that close at the same time both end", async () => {
			const { client, server } = await connected();
			client.socket.close(1000);
			server.socket.close(1001);
			await Promise.all([client.untilClosed(), server.untilClosed()]);
			expect([1000, 1001]).toContain(client.info?.code);
			expect([1000, 1001]).toContain(server.info?.code);
		});

		test.each(sides)("a connection that the %s cuts ends with 1006", async (from, to) => {
			const ends = await connected();
			ends[from].socket.terminate();
			expect(await ends[from].untilClosed()).toMatchObject({ code: 1006 });
			const { code } = await ends[to].untilClosed();
			if (cuts || from === "server") expect(code).toBe(1006);
		});

		test("after its end a socket takes any call and tells nothing more", async () => {
			const { client, server } = await connected();
			client.socket.close(1000);
			await Promise.all([client.untilClosed(), server.untilClosed()]);
			for (const { socket } of [client, server]) {
				socket.send("x");
				socket.sendShared({ frame: "x" });
				socket.ping?.();
				socket.close(1000);
				socket.pause();
				socket.resume();
				socket.terminate();
			}
			await new Promise(setImmediate);
			for (const { events } of [client, server])
				expect(events.filter((event) => event === "closed")).toHaveLength(1);
		});

		test.each(sides)("what the %s sends to a paused end arrives after resume", async (from, to) => {
			const ends = await connected();
			ends[to].socket.pause();
			for (const frame of frames) ends[from].socket.send(frame);
			ends[from].socket.close(1000);
			ends[to].socket.resume();
			await ends[to].untilClosed();
			expect(readable(ends[to].frames)).toEqual(readable(frames));
			expect(ends[to].events.at(-1)).toBe("closed");
		});

		test.each(["close", "terminate"] as const)(
			"a dial that is given up by %s ends with 1006 and never opens",
			async (how) => {
				const client = new Recorder(station.dial());
				if (how === "close") client.socket.close(1000);
				else client.socket.terminate();
				expect(await client.untilClosed()).toMatchObject({ code: 1006 });
				expect(client.events).toEqual(["closed"]);
			},
		);
	});
}
