import type { ConformanceCase } from "../../conformance.js";
import { Stage } from "./stage.js";
import type { Need, PuffTarget } from "./target.js";

/**
 * A case with clients and groups of its own. Frames that it did not expect fail it, too: at its end
 * nothing may be left for any of its clients.
 */
export function gatewayCase(
	id: string,
	rule: string,
	play: (stage: Stage) => Promise<void>,
	...needed: readonly Need[]
): ConformanceCase<PuffTarget> {
	return {
		id: `puff/${id}`,
		rule,
		unfit: (target) => needed.map((need) => need(target)).find((why) => why !== null) ?? null,
		run: async (target) => {
			const stage = new Stage(target);
			try {
				await play(stage);
				await stage.silence();
			} finally {
				stage.clear();
			}
		},
	};
}
