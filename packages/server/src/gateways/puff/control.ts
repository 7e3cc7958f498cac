import { EnvironmentError } from "@gw-sim/core";
import { type ControlRoute, refusal } from "../../http/control-route.js";
import type { Groups } from "./groups.js";

/** The control API's part for the groups. */
export function puffRoutes(groups: Groups): readonly ControlRoute[] {
	return [
		{
			method: "DELETE",
			path: "/puff/groups/:id",
			async handle({ params: { id = "" } }) {
				try {
					return (await groups.delete(id))
						? { status: 200, body: { data: { group_id: id } } }
						: refusal(404, "not_found", "no group has this id");
				} catch (error) {
					if (!(error instanceof EnvironmentError)) throw error;
					return refusal(503, "unavailable", error.message);
				}
			},
		},
	];
}
