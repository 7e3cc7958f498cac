// A fleet of our simulated locks, as `gw-sim fleet lock` runs them.
import { LockDevice } from "@gw-sim/simulator-lock";
import { systemClock } from "@gw-sim/transport";
import { obeyOrders } from "./fleet-order.js";

obeyOrders((url, number) => {
	const device = new LockDevice({
		url,
		serial: `ours-${number}`,
		seed: number,
		clock: systemClock,
		connectTimeoutMs: 60_000,
	});
	return new Promise((resolve) => {
		device.on((event) => {
			if (event.event === "state" && event.state.link === "online") resolve();
		});
		device.start();
	});
});
