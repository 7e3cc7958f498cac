import type { IncomingMessage, ServerResponse } from "node:http";

export const jsonType = "application/json; charset=utf-8";

/** Ends a request; a HEAD gets no body. */
export function answer(
	request: IncomingMessage,
	response: ServerResponse,
	status: number,
	body: string,
	contentType = "text/plain; charset=utf-8",
	headers: Readonly<Record<string, string>> = {},
): void {
	const bytes = Buffer.from(body);
	response.writeHead(status, {
		"content-type": contentType,
		"content-length": bytes.length,
		"x-content-type-options": "nosniff",
		"cache-control": "no-store",
		...headers,
	});
	response.end(request.method === "HEAD" ? undefined : bytes);
}

export function answerJson(
	request: IncomingMessage,
	response: ServerResponse,
	status: number,
	body: unknown,
): void {
	answer(request, response, status, JSON.stringify(body), jsonType);
}
