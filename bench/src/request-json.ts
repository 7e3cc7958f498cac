import { type Agent, request } from "node:http";

export interface JsonRequest {
	readonly agent: Agent;
	readonly port: number;
	readonly method: "POST" | "PUT";
	readonly path: string;
	/** JSON text. */
	readonly body: string;
}

/** Asks a server on this machine. @throws Error where the answer is not 200. */
export function requestJson({ method, path, body, ...where }: JsonRequest): Promise<void> {
	return new Promise((resolve, reject) => {
		const asked = request({
			...where,
			method,
			path,
			host: "127.0.0.1",
			headers: { "content-type": "application/json", "content-length": body.length },
		});
		asked.on("response", (response) => {
			if (response.statusCode !== 200)
				reject(new Error(`${method} ${path}: HTTP ${response.statusCode}`));
			response.on("end", resolve).resume();
		});
		asked.on("error", reject);
		asked.end(body);
	});
}
