import type { ByteStream } from "@gw-sim/testkit/cloud";
import type { CloudMutant } from "./mutant.js";

/** What becomes of the bytes of one connection. */
interface ByteFault {
	/** From the gateway: what the lamp gets instead. */
	incoming?(bytes: Buffer, stream: ByteStream): Uint8Array;
	/** From the lamp: what the gateway gets instead; null for nothing. */
	outgoing?(bytes: Buffer): Uint8Array | null;
	/** Whether the gateway never ends a connection. */
	readonly stays?: boolean;
}

function bytes(fault: () => ByteFault): NonNullable<CloudMutant["target"]> {
	return ({ connect }) =>
		connect === undefined ? {} : { connect: () => spoilt(connect(), fault()) };
}

function spoilt(stream: ByteStream, { incoming, outgoing, stays = false }: ByteFault): ByteStream {
	return {
		listen: ({ data, closed }) =>
			stream.listen({
				data: (got) => data(incoming?.(Buffer.from(got), stream) ?? got),
				closed: () => {
					if (!stays) closed();
				},
			}),
		write(sent) {
			const changed = outgoing === undefined ? sent : outgoing(Buffer.from(sent));
			if (changed !== null) stream.write(changed);
		},
		end: () => stream.end(),
		destroy: () => stream.destroy(),
	};
}

/** Puts other bytes in the place of some, as often as they come. */
function replaced(all: Buffer, from: Uint8Array | string, to: Uint8Array | string): Buffer {
	const [wanted, instead] = [Buffer.from(from as Uint8Array), Buffer.from(to as Uint8Array)];
	const at = all.indexOf(wanted);
	if (at < 0) return all;
	const rest = replaced(all.subarray(at + wanted.length), wanted, instead);
	return Buffer.concat([all.subarray(0, at), instead, rest]);
}

function sends(
	from: Uint8Array | string,
	to: Uint8Array | string,
): NonNullable<CloudMutant["target"]> {
	return bytes(() => ({ incoming: (got) => replaced(got, from, to) }));
}

const ping = 0x89;
const pong = 0x8a;
const emptyPing = Buffer.of(ping, 0);
const maskedPong = Uint8Array.of(pong, 0x80, 0, 0, 0, 0);
const endOfHead = "\r\n\r\n";

/** What only those see who look at the bytes, over sockets. */
export const wireMutants: readonly CloudMutant[] = [
	{
		name: "does not hear WebSocket pings",
		caught: [
			"websocket-ping-is-answered",
			"websocket-ping-before-secret",
			"pings-do-not-put-off-the-deadline",
		],
		target: bytes(() => ({ outgoing: (sent) => (sent[0] === ping ? null : sent) })),
	},
	{
		name: "puts other bytes into its pongs",
		caught: ["websocket-ping-is-answered", "websocket-ping-before-secret"],
		target: sends("cookie", "monsie"),
	},
	{
		name: "takes pongs for frames",
		caught: ["websocket-pong-is-ignored"],
		target: bytes(() => ({
			outgoing: (sent) =>
				sent[0] === pong ? replaced(sent, Uint8Array.of(pong), Uint8Array.of(0x81)) : sent,
		})),
	},
	{
		name: "sends fragments",
		caught: ["frames-are-whole"],
		target: sends(Buffer.from("\x81\x02ok", "latin1"), Buffer.from("\x01\x02ok", "latin1")),
	},
	{
		name: "masks its frames",
		caught: ["frames-are-whole"],
		target: sends(Buffer.from("\x81\x02ok", "latin1"), Buffer.from("\x81\x82\0\0\0\0ok", "latin1")),
	},
	{
		name: "puts ok and the packet into one frame",
		caught: ["frames-are-whole"],
		target: sends(Buffer.from("\x81\x02ok\x81\x0a", "latin1"), Buffer.from("\x81\x0cok", "latin1")),
	},
	{
		name: "grants compression",
		caught: ["grants-no-extension"],
		target: sends(endOfHead, `\r\nSec-WebSocket-Extensions: permessage-deflate${endOfHead}`),
	},
	{
		name: "chooses a subprotocol",
		caught: ["grants-no-subprotocol"],
		target: sends(endOfHead, `\r\nsec-websocket-protocol: cloud${endOfHead}`),
	},
	{
		name: "refuses foreign origins",
		caught: ["any-origin"],
		target: bytes(() => {
			let isForeign = false;
			return {
				outgoing(sent) {
					isForeign ||= sent.includes("Origin:");
					return sent;
				},
				incoming: (got) => (isForeign ? replaced(got, "HTTP/1.1 101", "HTTP/1.1 403") : got),
			};
		}),
	},
	{
		name: "closes with 1015, as the original",
		caught: ["refusal-on-the-wire", "pings-do-not-put-off-the-deadline"],
		target: sends(Uint8Array.of(0x88, 2, 3, 240), Uint8Array.of(0x88, 2, 3, 247)),
	},
	{
		name: "never ends a connection, as the original",
		caught: ["refusal-on-the-wire", "close-without-a-code", "close-with-a-code", "end-of-tcp"],
		target: bytes(() => ({ stays: true })),
	},
	{
		name: "understands close frames with a code alone",
		caught: ["close-without-a-code"],
		target: bytes(() => ({
			outgoing: (sent) => (sent[0] === 0x88 && sent[1] === 0x80 ? null : sent),
		})),
	},
	{
		name: "understands close frames without a code alone, as the original",
		caught: ["close-with-a-code"],
		target: bytes(() => ({
			outgoing: (sent) => (sent[0] === 0x88 && sent[1] !== 0x80 ? null : sent),
		})),
	},
	{
		name: "needs frames in one piece",
		caught: ["secret-in-slices"],
		target: bytes(() => ({ outgoing: (sent) => (sent.length === 1 ? null : sent) })),
	},
	{
		name: "ignores what is unlawful",
		caught: ["bad-utf8", "unmasked-frame", "reserved-bits", "long-ping"],
		target: bytes(() => {
			let writes = 0;
			// The upgrade and the secret come first.
			return { outgoing: (sent) => (++writes > 2 ? null : sent) };
		}),
	},
	{
		name: "closes with 1000 at what is unlawful",
		caught: ["bad-utf8", "unmasked-frame", "reserved-bits", "long-ping"],
		target: bytes(() => ({
			incoming: (got) => {
				const without1002 = replaced(got, Uint8Array.of(3, 234), Uint8Array.of(3, 232));
				return replaced(without1002, Uint8Array.of(3, 239), Uint8Array.of(3, 232));
			},
		})),
	},
	{
		name: "takes more bytes than it says",
		caught: ["payload-limit", "payload-limit-before-secret"],
		target: ({ maxPayloadBytes = 0 }) => ({ maxPayloadBytes: maxPayloadBytes - 100 }),
	},
	{
		name: "forgets what it showed when it is back",
		caught: ["display-outlives-a-restart"],
		target: () => ({ isDurable: true }),
	},
	{
		name: "takes fewer bytes than it says",
		caught: ["payload-limit"],
		target: ({ maxPayloadBytes = 0 }) => ({ maxPayloadBytes: maxPayloadBytes + 100 }),
	},
];

/** What they see with time, on a clock that is fast. */
export const slowWireMutants: readonly CloudMutant[] = [
	{
		name: "waits for the secret as long as a lamp pings",
		caught: ["pings-do-not-put-off-the-deadline"],
		settings: { handshakeTimeoutMs: 16_000 },
		target: () => ({ handshakeTimeoutMs: 10_000 }),
	},
	{
		name: "takes only text for a heartbeat",
		caught: ["heartbeat-by-websocket-ping"],
		settings: { heartbeatTimeoutMs: 5000 },
		target: bytes(() => ({ outgoing: (sent) => (sent[0] === ping ? null : sent) })),
	},
	{
		name: "takes pongs for heartbeats",
		caught: ["heartbeat-is-no-pong"],
		settings: { heartbeatTimeoutMs: 5000 },
		target: bytes(() => ({
			outgoing: (sent) =>
				sent[0] === pong ? replaced(sent, Uint8Array.of(pong), Uint8Array.of(ping)) : sent,
			incoming: (got) => replaced(got, Uint8Array.of(pong, 0), new Uint8Array()),
		})),
	},
	{
		name: "never pings",
		caught: ["gateway-pings"],
		target: sends(emptyPing, new Uint8Array()),
	},
	{
		name: "does not hear pongs",
		caught: ["gateway-pings"],
		target: bytes(() => ({ outgoing: (sent) => (sent[0] === pong ? null : sent) })),
	},
	{
		name: "keeps the dead",
		caught: ["gateway-drops-the-dead"],
		target: bytes(() => ({
			incoming(got, stream) {
				if (got.includes(emptyPing)) stream.write(maskedPong);
				return got;
			},
		})),
	},
];
