import type { ConformanceCase } from "../../conformance.js";
import { missing, type Need, type RoomsTarget } from "./target.js";
import { TestRoom } from "./test-room.js";

/**
 * A case in a room of its own. Frames that it did not expect fail it, too: at its end nothing may be
 * left for any of its clients.
 */
export function gatewayCase(
	id: string,
	rule: string,
	run: (room: TestRoom) => Promise<void>,
	...needs: readonly Need[]
): ConformanceCase<RoomsTarget> {
	return {
		id: `rooms/${id}`,
		rule,
		unfit: (target) => missing(target, needs),
		run: async (target) => {
			const room = new TestRoom(target);
			try {
				await run(room);
				await room.silence();
			} finally {
				room.clear();
			}
		},
	};
}
