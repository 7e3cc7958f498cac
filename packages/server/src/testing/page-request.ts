import type { PageRequest } from "../gateway.js";

/** A GET without a body, as pages are asked. */
export function pageRequest(changes: Partial<PageRequest> = {}): PageRequest {
	return {
		method: "GET",
		params: {},
		query: new URLSearchParams(),
		origin: null,
		host: "localhost",
		body: async () => ({ text: "" }),
		...changes,
	};
}
