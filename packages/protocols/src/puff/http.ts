import { wirePublicGroup } from "./encode-server.js";
import type { PublicGroup } from "./messages.js";

/** Of every answer but that of /health. */
export const apiContentType = "application/json; charset=utf-8";

/** The body of /health. */
export const healthBody = "OK";

/** The body of /v1/groups: public groups. */
export function groupListBody(groups: readonly PublicGroup[]): string {
	return JSON.stringify({ success: true, data: groups.map(wirePublicGroup) });
}

/** The body of /v1/groups/:id, private groups among them. */
export function groupBody(group: PublicGroup): string {
	return JSON.stringify({ success: true, data: wirePublicGroup(group) });
}

/** With status 404, where there is no such group. */
export const unknownGroupBody: string = errorBody("group_not_found", "Invalid group id provided");

/** With status 404, for every path that the API does not know. */
export const unknownRouteBody: string = errorBody("not_found", "Route does not exist");

function errorBody(code: string, message: string): string {
	return JSON.stringify({ success: false, error: { code, message } });
}
