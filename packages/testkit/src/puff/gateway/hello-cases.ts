import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { hello } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import { needs, type PuffTarget } from "./target.js";

/** How a connection begins, and what the endpoint is. */
export const helloCases: readonly ConformanceCase<PuffTarget>[] = [
	gatewayCase(
		"hello-comes-first",
		"A new connection is sent one hello with session_id and heartbeat_interval, and then nothing until it speaks",
		async (stage) => {
			const peer = await stage.open();
			await peer.expect(hello);
			await peer.quiet();
		},
	),
	gatewayCase(
		"hello-interval",
		"The heartbeat_interval is 25000 ms unless the gateway was told otherwise",
		async (stage) => {
			const { heartbeatIntervalMs: told } = await stage.connect();
			const { heartbeatIntervalMs } = stage.terms;
			if (told !== heartbeatIntervalMs)
				throw new ConformanceFailure(`expected ${heartbeatIntervalMs}, got ${told}`);
		},
	),
	gatewayCase(
		"hello-session-ids",
		"Every connection has a session id of its own, a random UUID in lower case",
		async (stage) => {
			const ids = new Set((await stage.connectAll(3)).map(({ id }) => id));
			if (ids.size < 3) throw new ConformanceFailure("two connections got the same id");
		},
	),
	gatewayCase(
		"path-with-a-slash",
		"/socket/ is the endpoint as /socket is",
		async (stage) => {
			const { pathname } = new URL(stage.target.url);
			await stage.connect({ path: `${pathname}/` });
		},
		({ url }) => (/\/socket$/.test(new URL(url).pathname) ? null : "its URL is not /socket"),
	),
	gatewayCase(
		"path-unknown-is-404",
		"An upgrade of any other path is refused with 404",
		async (stage) => {
			for (const path of ["/nowhere", "/socketx", "/v1/groups"]) {
				const end = await stage.refusal({ path });
				if (end === null) throw new ConformanceFailure(`${path} was let in`);
				const { status = 404 } = end.failure ?? {};
				if (status !== 404) throw new ConformanceFailure(`${path}: expected 404, got ${status}`);
			}
		},
	),
	gatewayCase(
		"endpoint-without-an-upgrade-is-426",
		"A plain GET of the endpoint answers 426",
		async ({ target }) => {
			const answer = await target.http?.("GET", new URL(target.url).pathname);
			if (answer?.status !== 426)
				throw new ConformanceFailure(`expected 426, got ${answer?.status}`);
		},
		needs("http"),
	),
	gatewayCase(
		"handshake-is-plain",
		"Neither a subprotocol nor an extension is agreed on, whatever a client offers",
		async ({ target }) => {
			const answer = await target.handshake?.(target.url, {
				"Sec-WebSocket-Protocol": "puff, json",
				"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits",
			});
			if (answer?.status !== 101)
				throw new ConformanceFailure(`expected 101, got ${answer?.status}`);
			for (const name of ["Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions"]) {
				const value = answer.header(name);
				if (value !== null) throw new ConformanceFailure(`${name} was answered with ${value}`);
			}
		},
		needs("handshake"),
	),
];
