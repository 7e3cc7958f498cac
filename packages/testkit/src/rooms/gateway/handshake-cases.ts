import { type ConformanceCase, ConformanceFailure } from "../../conformance.js";
import { gatewayCase } from "./gateway-case.js";
import { endpoint, type HandshakeAnswer, type RoomsTarget } from "./target.js";
import type { TestRoom } from "./test-room.js";

async function shake(
	{ target, name }: TestRoom,
	headers: Readonly<Record<string, string>> = {},
	query: Readonly<Record<string, string>> = {},
): Promise<HandshakeAnswer> {
	const url = endpoint(target, { room: name, ...query });
	const answer = await target.handshake?.(url, headers);
	if (answer?.status !== 101)
		throw new ConformanceFailure(`expected an upgrade, got HTTP ${answer?.status}`);
	return answer;
}

/** The one value of a header; it has to look like this. */
function header(answer: HandshakeAnswer, name: string, like: RegExp): string {
	const values = answer.header(name);
	const [value = ""] = values;
	if (values.length === 1 && like.test(value)) return value;
	throw new ConformanceFailure(`expected one ${name} like ${like}, got ${JSON.stringify(values)}`);
}

const anyId = /^[!-~]+$/;
const sessionCookie = /^[0-9a-f]{64}_session=[^;\s]+; SameSite=None; Secure$/;

function expectId(answer: HandshakeAnswer, id: string): void {
	const got = header(answer, "x-session-id", anyId);
	if (got !== id) throw new ConformanceFailure(`expected the session ${id}, got ${got}`);
}

export const handshakeCases: readonly ConformanceCase<RoomsTarget>[] = [
	gatewayCase(
		"handshake-tells-the-session",
		"The upgrade's answer tells the session in X-Session-Id: the id of the profile",
		async (room) => {
			const id = header(await shake(room), "x-session-id", anyId);
			await room.enter({ session: id, profile: { id, suffix: 1 } });
			expectId(await shake(room, {}, { session: id }), id);
		},
		"handshake",
	),
	gatewayCase(
		"handshake-sets-the-cookie",
		"The upgrade's answer sets the cookie <64 hex digits>_session to the id, SameSite=None and Secure, and no more",
		async (room) => {
			const answer = await shake(room);
			const [pair = ""] = header(answer, "set-cookie", sessionCookie).split(";");
			expectId(answer, decodeURIComponent(pair.slice(pair.indexOf("=") + 1)));
		},
		"handshake",
	),
	gatewayCase(
		"handshake-names-the-server",
		"The upgrade's answer names the server in X-Socket-Server",
		async (room) => {
			header(await shake(room), "x-socket-server", /\S/);
		},
		"handshake",
	),
	gatewayCase(
		"handshake-upgrade-in-any-case",
		'The upgrade may be asked for as "WebSocket"',
		async (room) => {
			await shake(room, { Upgrade: "WebSocket" });
		},
		"handshake",
	),
	gatewayCase(
		"session-by-cookie",
		"The cookie restores the session as the query does, whatever other cookies come with it",
		async (room) => {
			const first = await shake(room);
			const [pair = ""] = header(first, "set-cookie", sessionCookie).split(";");
			const id = header(first, "x-session-id", anyId);
			expectId(await shake(room, { Cookie: pair }), id);
			expectId(await shake(room, { Cookie: `theme=dark; ${pair}; _session=x` }), id);
			expectId(await shake(room, { Cookie: pair }, { session: "" }), id);
			const other = header(await shake(room, { Cookie: "_session=x" }), "x-session-id", anyId);
			if (other === id) throw new ConformanceFailure("a strange cookie restored a session");
		},
		"handshake",
	),
	gatewayCase(
		"session-query-before-cookie",
		"The session of the query goes before the one of the cookie",
		async (room) => {
			const [a, b] = [await shake(room), await shake(room)];
			const [pair = ""] = header(a, "set-cookie", sessionCookie).split(";");
			const id = header(b, "x-session-id", anyId);
			expectId(await shake(room, { Cookie: pair }, { session: id }), id);
		},
		"handshake",
	),
	gatewayCase(
		"handshake-cookie-is-the-rooms",
		"The cookie's name begins with the room's id as /details tells it, so that every room has a cookie of its own",
		async (room) => {
			const here = header(await shake(room), "set-cookie", sessionCookie);
			const there = header(await shake(room.another()), "set-cookie", sessionCookie);
			if (here.slice(0, 64) === there.slice(0, 64))
				throw new ConformanceFailure("two rooms share a cookie");
			const query = new URLSearchParams({ room: room.name });
			const details = await room.target.http?.(`/details?${query}`);
			if (!details?.body.includes(`"id":"${here.slice(0, 64)}"`))
				throw new ConformanceFailure(`the cookie is not named by the id in ${details?.body}`);
		},
		"handshake",
		"http",
	),
];
