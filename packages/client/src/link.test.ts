import { type CloseInfo, memoryDial, type Socket, VirtualClock } from "@gw-sim/transport";
import { expect, test } from "vitest";
import { Link } from "./link.js";

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
		return new Link({
			dial,
			clock: this.clock,
			url: "ws://hub",
			protocols: [],
			connectTimeoutMs: 1000,
			closeTimeoutMs: 500,
			listener: {
				opened: () => this.told.push("opened"),
				frame: (frame) => this.told.push(`frame ${String(frame)}`),
				closed: ({ code, failure }: CloseInfo) =>
					this.told.push(`closed ${code} ${failure?.kind ?? ""}`.trim()),
			},
		});
	}
}

test("what a replaced socket still tells is dropped", async () => {
	const { clock, link, servers, told } = new Bench();
	link.open();
	await clock.advance(0);
	servers[0]?.send("late");
	link.open();
	await clock.advance(0);
	servers[1]?.send("new");
	await clock.advance(0);
	expect(told).toEqual(["opened", "opened", "frame new"]);
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
		bufferedBytes: 0,
		listen: (listener) => void clock.after(0, () => listener.opened?.()),
		send: () => {},
		sendShared: () => {},
		close: () => {},
		pause: () => {},
		resume: () => {},
		terminate: () => {
			cuts++;
		},
	};
	const link = new Link({
		dial: () => stuck,
		clock,
		url: "ws://hub",
		protocols: [],
		connectTimeoutMs: 1000,
		closeTimeoutMs: 500,
		listener: { opened: () => {}, frame: () => {}, closed: () => {} },
	});
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
	const link = new Link({
		dial: () => ({
			bufferedBytes: 0,
			listen: () => {},
			send: () => {},
			sendShared: () => {},
			close: () => {},
			pause: () => {},
			resume: () => {},
			terminate: () => {},
		}),
		clock,
		url: "ws://hub",
		protocols: [],
		connectTimeoutMs: 1000,
		closeTimeoutMs: 500,
		listener: {
			opened: () => {},
			frame: () => {},
			closed: (info) => told.push({ ...info, at: clock.now() }),
		},
	});
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
	const link = new Link({
		dial: () => {
			throw new Error("no such thing");
		},
		clock,
		url: "ws://hub",
		protocols: [],
		connectTimeoutMs: 1000,
		closeTimeoutMs: 500,
		listener: { opened: () => {}, frame: () => {}, closed: (info) => told.push(info) },
	});
	link.open();
	expect(told[0]?.failure).toEqual({ kind: "other", message: "no such thing" });
	expect(clock.pending).toBe(0);
});

test("sockets that wait for their end are few, however often the link is opened", async () => {
	const cut: number[] = [];
	const { clock, link, servers } = new Bench((socket) => {
		socket.listen({ frame: () => {}, closed: ({ code }) => cut.push(code) });
	});
	for (let i = 0; i < 100; i++) {
		link.open();
		await clock.advance(0);
		link.close(1000);
	}
	await clock.advance(500);
	expect(servers).toHaveLength(100);
	expect(cut).toHaveLength(100);
	expect(clock.pending).toBe(0);
});
