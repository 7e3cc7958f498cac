import { connect } from "node:net";
import type { ByteStream } from "@gw-sim/testkit/cloud";

/** Connects to the host and port of a URL. */
export function connector(url: string): () => ByteStream {
	const { hostname, port } = new URL(url);
	return () => {
		const tcp = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
		tcp.setNoDelay(true);
		tcp.on("error", () => {});
		return {
			listen({ data, closed }) {
				tcp.on("data", (bytes: Buffer) => data(new Uint8Array(bytes)));
				// Whoever is told the end need not wait until both ends agree on it.
				tcp.on("end", closed);
				tcp.on("close", closed);
			},
			write: (bytes) => tcp.write(bytes),
			end: () => tcp.end(),
			destroy: () => tcp.destroy(),
		};
	};
}
