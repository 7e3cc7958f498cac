import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Clock, seededRandom } from "@gw-sim/core";
import { GatewayHost, parseConfig } from "@gw-sim/server";
import { type LocalStoreOptions, MemoryStore } from "@gw-sim/store";
import { memoryPair, systemClock, VirtualClock } from "@gw-sim/transport";
import { expect, test, vi } from "vitest";
import { TcpClient, textFrame, upgradeRequest } from "./testing/tcp-client.js";
import { testServer } from "./testing/test-server.js";

/** Counts who follows its rooms. */
class CountingStore extends MemoryStore {
	following = 0;

	override async subscribe(
		...args: Parameters<MemoryStore["subscribe"]>
	): ReturnType<MemoryStore["subscribe"]> {
		const end = await super.subscribe(...args);
		this.following++;
		return () => {
			this.following--;
			end();
		};
	}

	async membersOf(serials: readonly string[]): Promise<number> {
		const rooms = await Promise.all(serials.map((serial) => this.members(`lock:${serial}`)));
		return rooms.reduce((sum, { size }) => sum + size, 0);
	}
}

const random = seededRandom("churn");
const newStore = (clock: LocalStoreOptions["clock"]) => new CountingStore({ clock, random });
const serials = Array.from({ length: 17 }, (_, i) => `churn-${i}`);

test("20,000 clients that come, join and leave in every manner leave nothing behind", async () => {
	const clock = new VirtualClock();
	const store = newStore(clock);
	const host = new GatewayHost({ config: parseConfig(), store, clock, random, log: () => {} });
	const request = {
		path: "/socket/websocket",
		query: new URLSearchParams("name=a&vsn=2.0.0"),
		origin: null,
		host: null,
		cookie: null,
		offered: [],
	};
	const visit = async (i: number): Promise<void> => {
		const verdict = await host.admit(request, `10.0.0.${i % 200}`, null);
		if (!verdict.ok) throw new Error(`refused with ${verdict.status}`);
		if (i % 50 === 0) {
			verdict.abandon();
			return;
		}
		const [client, server] = memoryPair(clock);
		client.listen({ frame: () => {}, closed: () => {} });
		verdict.accept(server);
		const topic = `lock:${serials[i % serials.length]}`;
		client.send(JSON.stringify(["1", "1", topic, "phx_join", {}]));
		if (i % 2 === 0) client.send(JSON.stringify(["1", "2", topic, "phx_leave", {}]));
		if (i % 3 === 0) client.send(JSON.stringify(["3", "3", topic, "phx_join", {}]));
		if (i % 7 === 0) client.send(JSON.stringify(["3", "4", topic, "nonsense", {}]));
		if (i % 11 === 0) client.send("{");
		else if (i % 5 === 0) client.terminate();
		else client.close(1000);
	};
	for (let i = 0; i < 20_000; i++) {
		await visit(i);
		if (i % 500 === 499) await clock.advance(10);
	}
	await clock.advance(10);
	expect(host.connections.size).toBe(0);
	expect(clock.pending).toBe(0);
	expect(store.following).toBe(0);
	expect(await store.membersOf(serials)).toBe(0);
	expect(host.metrics.render()).toContain('gw_sim_connections{protocol="lock"} 0\n');
	expect(host.metrics.render()).toContain('gw_sim_connections_total{protocol="lock"} 19600\n');
});

const collectGarbage: () => void = (() => {
	setFlagsFromString("--expose-gc");
	return runInNewContext("gc");
})();

/** The system's time, and how many of its timers are set. */
function countingClock(): Clock & { readonly pending: number } {
	const pending = new Set<object>();
	return {
		get pending() {
			return pending.size;
		},
		now: () => systemClock.now(),
		wallTime: () => systemClock.wallTime(),
		after(ms, run) {
			const timer = {};
			pending.add(timer);
			const cancel = systemClock.after(ms, () => {
				pending.delete(timer);
				run();
			});
			return () => {
				pending.delete(timer);
				cancel();
			};
		},
	};
}

test("thousands of reconnects over TCP leave no connection, member, timer or memory behind", async () => {
	const clock = countingClock();
	const store = newStore(clock);
	const server = await testServer({}, { store, clock });
	const cycle = async (i: number): Promise<void> => {
		const topic = `lock:${serials[i % serials.length]}`;
		const client = await TcpClient.connect(server.url);
		await client.write(
			upgradeRequest(),
			textFrame(["1", "1", topic, "phx_join", {}]),
			textFrame(["1", "2", topic, "reset", {}]),
			i % 2 === 0 ? textFrame(["1", "3", topic, "phx_leave", {}]) : "",
		);
		await client.frame((text) => text.includes('"2"'));
		if (i % 3 === 0) client.reset();
		else client.tcp.destroy();
	};
	const churn = async (cycles: number): Promise<number> => {
		const lanes = Array.from({ length: 20 }, async (_, lane) => {
			for (let i = lane; i < cycles; i += 20) await cycle(i);
		});
		await Promise.all(lanes);
		await vi.waitFor(
			async () => expect((await server.call("GET", "/connections")).body).toEqual({ data: [] }),
			{ timeout: 5000 },
		);
		collectGarbage();
		return process.memoryUsage().heapUsed;
	};
	await churn(500);
	const before = await churn(500);
	const after = await churn(2000);
	expect(await server.metric('gw_sim_connections_total{protocol="lock"}')).toBe(3000);
	expect(await server.metric('gw_sim_connections{protocol="lock"}')).toBe(0);
	expect(store.following).toBe(0);
	expect(await store.membersOf(serials)).toBe(0);
	expect(clock.pending).toBe(0);
	expect(after - before).toBeLessThan(3 * 1024 * 1024);
});
