import { isExactJsonObject, parseExactJson } from "@gw-sim/core";
import { snowflakeIn } from "@gw-sim/protocols/chat";
import { type ControlRoute, refusal } from "../../http/control-route.js";
import type { Community } from "./community.js";

const maxDepth = 8;

/** The control API's part for the chat. */
export function chatRoutes(community: Community): readonly ControlRoute[] {
	return [
		{
			method: "POST",
			path: "/chat/bans",
			async handle({ text }) {
				const body = parseExactJson(text, maxDepth);
				const fields = isExactJsonObject(body) ? body : {};
				const userId = snowflakeIn(fields.userID);
				const unknown = Object.keys(fields).find((key) => key !== "userID" && key !== "reason");
				if (unknown !== undefined) return refusal(400, "bad_body", `unknown key ${unknown}`);
				const { reason = null } = fields;
				if (userId === null || (reason !== null && typeof reason !== "string"))
					return refusal(
						400,
						"bad_body",
						'needs {"userID": ID}, with "reason": TEXT if there is one',
					);
				return (await community.ban(userId, reason))
					? { status: 200, body: { data: { userID: userId, reason } } }
					: refusal(404, "not_found", "no such user in the configuration");
			},
		},
	];
}
