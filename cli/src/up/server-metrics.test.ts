import { expect, test } from "vitest";
import { parseMetrics, ratesBetween } from "./server-metrics.js";

const text = (
	received: number,
	sent: number,
): string => `# HELP gw_sim_connections Open connections.
# TYPE gw_sim_connections gauge
gw_sim_connections{protocol="lock"} 3
gw_sim_frames_received_total{protocol="lock"} ${received}
gw_sim_frames_sent_total{protocol="lock"} ${sent}
gw_sim_store_ok 1
`;

test("what goes over each protocol between two looks", () => {
	const rates = ratesBetween(
		parseMetrics(text(10, 20), 1000),
		parseMetrics(text(40, 25), 3000),
		"/d",
	);
	expect(rates).toMatchObject({
		at: 3000,
		storeOk: true,
		storeFolder: "/d",
		protocols: {
			lock: { connections: 3, receivedPerSecond: 15, sentPerSecond: 2.5 },
			puff: { connections: 0, receivedPerSecond: 0, sentPerSecond: 0 },
		},
	});
});

test("the first look, a server that began anew, and a clock that stands give no rates", () => {
	const [before, now] = [parseMetrics(text(100, 100), 0), parseMetrics(text(5, 5), 1000)];
	const none = { receivedPerSecond: 0, sentPerSecond: 0 };
	expect(ratesBetween(null, now, null).protocols.lock).toMatchObject(none);
	expect(ratesBetween(before, now, null).protocols.lock).toMatchObject(none);
	expect(ratesBetween(now, { ...now, at: now.at }, null).protocols.lock).toMatchObject(none);
});

test.each([
	"",
	"nonsense",
	"gw_sim_connections{protocol=",
	'gw_sim_connections{protocol="lock"} NaN',
])("%j counts as nothing", (text) => {
	const { storeOk, counts } = parseMetrics(text, 0);
	expect([storeOk, counts.lock.connections]).toEqual([false, 0]);
});
