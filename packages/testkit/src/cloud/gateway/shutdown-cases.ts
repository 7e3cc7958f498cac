import type { ConformanceCase } from "../../conformance.js";
import { check } from "../check.js";
import { color, off, sameShown } from "../shown.js";
import { gatewayCase } from "./gateway-case.js";
import { type CloudTarget, needsChanges, needsDurability, needsRestart } from "./target.js";

/** How a gateway goes. */
export const shutdownCases: readonly ConformanceCase<CloudTarget>[] = [
	gatewayCase(
		"shutdown-is-1012",
		"A gateway that shuts down closes every lamp with 1012, without a word",
		async (stage) => {
			const lamps = await stage.enterAll(3);
			const restarted = stage.target.restart?.();
			for (const { peer } of lamps) await peer.closed(1012);
			await restarted;
		},
		needsRestart,
	),
	gatewayCase(
		"shutdown-before-secret",
		"A gateway that shuts down closes who has not sent the secret with 1012, too",
		async (stage) => {
			const peer = await stage.open();
			const restarted = stage.target.restart?.();
			await peer.closed(1012);
			await restarted;
		},
		needsRestart,
	),
	gatewayCase(
		"display-outlives-a-restart",
		"A gateway that keeps what is shown shows it again when it is back",
		async (stage) => {
			for (const shown of [color(20, 40, 60, 8), off]) {
				await stage.show(shown);
				await stage.target.restart?.();
				const lamp = await stage.enter();
				check(sameShown(lamp.shown, shown), `shows ${JSON.stringify(lamp.shown)} after a restart`);
			}
		},
		needsChanges,
		needsRestart,
		needsDurability,
	),
];
