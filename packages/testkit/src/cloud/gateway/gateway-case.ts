import type { ConformanceCase } from "../../conformance.js";
import { withoutSecret } from "../check.js";
import { Stage } from "./stage.js";
import type { CloudTarget, Need } from "./target.js";

/** One rule of the gateway, tried on a stage of its own. */
export function gatewayCase(
	id: string,
	rule: string,
	play: (stage: Stage) => Promise<void>,
	...needs: readonly Need[]
): ConformanceCase<CloudTarget> {
	return {
		id: `cloud/${id}`,
		rule,
		unfit: (target) => needs.map((need) => need(target)).find((why) => why !== null) ?? null,
		run: async (target) => {
			const stage = new Stage(target);
			try {
				await withoutSecret(target.secret, () => play(stage));
			} finally {
				await stage.clear();
			}
		},
	};
}
