import type { ConformanceCase } from "../conformance.js";
import { errorFrame } from "./shapes.js";
import { chatCase } from "./stage.js";
import { type ChatTarget, needsRestart } from "./target.js";

/** How a gateway goes. */
export const shutdownCases: readonly ConformanceCase<ChatTarget>[] = [
	chatCase(
		"shutdown-is-announced",
		"A gateway that shuts down sends GATEWAY_DOWN, then 4003, fatal, and closes 4003",
		async (stage) => {
			const person = await stage.enter();
			const restarted = stage.target.restart?.();
			await person.event("GATEWAY_DOWN", {});
			await person.fatal(4003, 4003);
			await restarted;
		},
		needsRestart,
	),
	chatCase(
		"shutdown-before-present",
		"A connection without a session is told 4003, fatal, and closed 4003, without GATEWAY_DOWN",
		async (stage) => {
			const person = await stage.connect();
			const restarted = stage.target.restart?.();
			await person.peer.expect(errorFrame(4003, true));
			await person.peer.closed(4003);
			await restarted;
		},
		needsRestart,
	),
	chatCase(
		"shutdown-closes-everybody",
		"Every session is told, whatever room it is in",
		async (stage) => {
			const people = [await stage.enter(), await stage.another()] as const;
			await stage.gather(people[1]);
			const restarted = stage.target.restart?.();
			for (const person of people) {
				await person.event("GATEWAY_DOWN", {});
				await person.fatal(4003, 4003);
			}
			await restarted;
		},
		needsRestart,
	),
];
