import { request } from "node:http";

export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: string;
}

export interface Question {
	readonly method?: string;
	readonly headers?: Record<string, string>;
	readonly body?: string;
}

/** Plain HTTP by node:http, which lets a test send any header. */
export function ask(
	url: string,
	{ method = "GET", headers, body }: Question = {},
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const asked = request(url.replace("ws:", "http:"), { method, headers: headers ?? {} });
		asked.on("error", reject);
		asked.on("response", (response) => {
			let text = "";
			response.on("data", (chunk) => {
				text += String(chunk);
			});
			response.on("end", () => {
				const { statusCode: status = 0, headers: all } = response;
				resolve({ status, headers: all, body: text });
			});
		});
		asked.end(body);
	});
}
