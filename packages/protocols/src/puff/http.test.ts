import {
	groupBody,
	groupListBody,
	healthBody,
	unknownGroupBody,
	unknownRouteBody,
} from "@gw-sim/protocols/puff";
import { expect, test } from "vitest";

const group = {
	groupId: "ab12cd",
	name: "Tuesday",
	visibility: "public",
	state: "chilling",
	memberCount: 2,
} as const;
const wire =
	'{"group_id":"ab12cd","name":"Tuesday","visibility":"public","state":"chilling","member_count":2}';

test.each([
	["a list", groupListBody([group, group]), `{"success":true,"data":[${wire},${wire}]}`],
	["an empty list", groupListBody([]), '{"success":true,"data":[]}'],
	["a group", groupBody(group), `{"success":true,"data":${wire}}`],
	[
		"an unknown group",
		unknownGroupBody,
		'{"success":false,"error":{"code":"group_not_found","message":"Invalid group id provided"}}',
	],
	[
		"an unknown path",
		unknownRouteBody,
		'{"success":false,"error":{"code":"not_found","message":"Route does not exist"}}',
	],
	["the health", healthBody, "OK"],
])("%s is answered as by the original, byte by byte", (_, body, expected) => {
	expect(body).toBe(expected);
});
