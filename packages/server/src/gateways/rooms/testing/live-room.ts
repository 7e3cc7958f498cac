import { request } from "node:http";
import { onTestFinished } from "vitest";
import { RawClient } from "../../../testing/raw-client.js";

/** A client over a real socket that has read its config and its profile; cut with the test. */
export async function liveGuest(
	url: string,
	headers: Record<string, string> = {},
): Promise<{ readonly client: RawClient; readonly profile: { id: string; suffix: number } }> {
	const client = await RawClient.open(url, [], headers);
	onTestFinished(() => client.close());
	const [, profile] = (await client.take(2)) as [0, { data: { id: string; suffix: number } }];
	return { client, profile: profile.data };
}

export interface Upgrade {
	readonly status: number;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What a handshake is answered with; the connection is cut right after. */
export function upgrade(url: string, headers: Record<string, string> = {}): Promise<Upgrade> {
	return new Promise((resolve, reject) => {
		const asked = request(url.replace("ws:", "http:"), {
			headers: {
				connection: "Upgrade",
				upgrade: "websocket",
				"sec-websocket-version": "13",
				"sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
				...headers,
			},
		});
		asked.on("error", reject);
		asked.on("upgrade", (response, tcp) => {
			tcp.destroy();
			resolve({ status: response.statusCode ?? 0, headers: response.headers });
		});
		asked.on("response", (response) => {
			response.resume();
			resolve({ status: response.statusCode ?? 0, headers: response.headers });
		});
		asked.end();
	});
}
