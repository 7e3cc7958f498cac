import {
	type CloseInfo,
	memoryDial,
	type Socket,
	type SocketListener,
	VirtualClock,
} from "@gw-sim/transport";
import { expect, test } from "vitest";
import { Link } from "./link.js";
import { silentSocket } from "./testing/raw-hub.js";

class Bench {
	readonly clock = new VirtualClock();
	readonly servers: Socket[] = [];
	readonly told: string[] = [];
	readonly link: Link;

	constructor(accept: (socket: Socket) => void = () => {}) {
		this.link = this.#link(
			memoryDial(this.clock, (socket) => {
				this.servers.push(socket);
				accept(socket);
			}),
		);
	}

	#link(dial: (request: { readonly url: string }) => Socket): Link {
		return new Link(
			{
				dial,
				clock: this.clock,
				url: "ws://hub",
				protocols: [],
				connectTimeoutMs: 1000,
				closeTimeoutMs: 500,
			},
			{
				opened: () => this.told.push("opened"),
				frame: (frame) => this.told.push(`frame ${String(frame)}`),
				closed: ({ code, failure }: CloseInfo) =>
					this.told.push(`closed ${code} ${failure?.kind ?? ""}`.trim()),
			},
		);
	}
}

test("what a forgotten socket still tells is dropped", () => {
	const listeners: SocketListener[] = [];
	const told: string[] = [];
	const link = new Link(
		{
			dial: () => ({ ...silentSocket, listen: (listener) => listeners.push(listener) }),
			clock: new VirtualClock(),
			url: "ws://hub",
			protocols: [],
			connectTimeoutMs: 1000,
			closeTimeoutMs: 500,
		},
		{
			opened: () => told.push("opened"),
			frame: (frame) => told.push(`frame ${String(frame)}`),
			closed: ({ code }) => told.push(`closed ${code}`),
		},
	);
	link.open();
	link.open();
	const [first, second] = listeners;
	first?.opened?.();
	first?.frame("late");
	first?.closed({ code: 1000, reason: "" });
	second?.opened?.();
	second?.frame("new");
	link.close(1000);
	second?.frame("late too");
	second?.closed({ code: 1000, reason: "" });
	expect(told).toEqual(["opened", "frame new"]);
});

test("a closed socket says nothing more, and whenClosed waits for its end", async () => {
	const { clock, link, servers, told } = new Bench();
	link.open();
	await clock.advance(0);
	servers[0]?.send("late");
	link.close(1000);
	let closed = false;
	const end = link.whenClosed().then(() => {
		closed = true;
	});
	await Promise.resolve();
	expect(closed).toBe(false);
	await clock.advance(0);
	await end;
	expect(told).toEqual(["opened"]);
	expect(clock.pending).toBe(0);
});

test("a socket that never finishes closing is cut after the close timeout", async () => {
	const clock = new VirtualClock();
	let cuts = 0;
	const stuck: Socket = {
		...silentSocket,
		listen: (listener) => void clock.after(0, () => listener.opened?.()),
		terminate: () => {
			cuts++;
		},
	};
	const link = new Link(
		{
			dial: () => stuck,
			clock,
			url: "ws://hub",
			protocols: [],
			connectTimeoutMs: 1000,
			closeTimeoutMs: 500,
		},
		{ opened: () => {}, frame: () => {}, closed: () => {} },
	);
	link.open();
	await clock.advance(0);
	link.close(1000);
	const closed = link.whenClosed();
	await clock.advance(499);
	expect(cuts).toBe(0);
	await clock.advance(1);
	await closed;
	expect(cuts).toBe(1);
	expect(clock.pending).toBe(0);
});

test("an upgrade that nobody answers ends by the link's own deadline", async () => {
	const clock = new VirtualClock();
	const told: (CloseInfo & { readonly at: number })[] = [];
	const link = new Link(
		{
			dial: () => silentSocket,
			clock,
			url: "ws://hub",
			protocols: [],
			connectTimeoutMs: 1000,
			closeTimeoutMs: 500,
		},
		{
			opened: () => {},
			frame: () => {},
			closed: (info) => told.push({ ...info, at: clock.now() }),
		},
	);
	link.open();
	await clock.advance(2000);
	expect(told).toEqual([
		{
			at: 1000,
			code: 1006,
			reason: "",
			failure: { kind: "timeout", message: "no answer to the upgrade within 1000 ms" },
		},
	]);
	expect(clock.pending).toBe(0);
});

test("a dial that throws is told as a failed connection", () => {
	const clock = new VirtualClock();
	const told: CloseInfo[] = [];
	const link = new Link(
		{
			dial: () => {
				throw new Error("no such thing");
			},
			clock,
			url: "ws://hub",
			protocols: [],
			connectTimeoutMs: 1000,
			closeTimeoutMs: 500,
		},
		{ opened: () => {}, frame: () => {}, closed: (info) => told.push(info) },
	);
	link.open();
	expect(told[0]?.failure).toEqual({ kind: "other", message: "no such thing" });
	expect(clock.pending).toBe(0);
});

test("sockets that wait for their end are few, however often the link is opened", async () => {
	const clock = new VirtualClock();
	let cuts = 0;
	const link = new Link(
		{
			dial: () => ({ ...silentSocket, terminate: () => cuts++ }),
			clock,
			url: "ws://hub",
			protocols: [],
			connectTimeoutMs: 1000,
			closeTimeoutMs: 500,
		},
		{ opened: () => {}, frame: () => {}, closed: () => {} },
	);
	for (let i = 0; i < 100; i++) {
		link.open();
		link.close(1000);
	}
	expect(cuts).toBe(96);
	expect(clock.pending).toBe(4);
	await clock.advance(500);
	await link.whenClosed();
	expect(cuts).toBe(100);
	expect(clock.pending).toBe(0);
});
