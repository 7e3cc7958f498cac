import type { WebSocket } from "ws";

type ClientMessage =
	| { readonly f: 110 }
	| { readonly f: 120 }
	| { readonly f: 130; readonly cnf: { readonly content: string } };

/** All that is kept of a session. */
interface Member {
	readonly socket: WebSocket;
	readonly id: number;
	readonly user: object;
	/** The number of the last event that it was told. */
	sequence: number;
}

const members = new Set<Member>();
let lastMessage = 0;

/** Everybody in one room; a token is not looked at. */
export function chatConnection(socket: WebSocket): void {
	socket.send(JSON.stringify({ f: 100, cnf: { hb_int: 20_000 } }));
	let member: Member | null = null;
	socket.on("message", (data: Buffer) => {
		const message = JSON.parse(data.toString()) as ClientMessage;
		if (message.f === 120) socket.send(JSON.stringify({ f: 120 }));
		else if (message.f === 110) member = arrive(socket);
		else if (member !== null) {
			const { user } = member;
			const { content } = message.cnf;
			tell("MESSAGE_CREATE", { user, content, messageID: ++lastMessage });
		}
	});
	// Nobody is told, since ours tells nobody either until a lost session has not come back for long.
	socket.on("close", () => {
		if (member !== null) members.delete(member);
	});
}

function arrive(socket: WebSocket): Member {
	const id = Math.floor(Math.random() * 2 ** 53);
	const user = { id: 1, name: "dev", uuid: "dev", admin: false, bio: "" };
	const member: Member = { socket, id, user, sequence: 0 };
	socket.send(JSON.stringify({ f: 140, cnf: { v: 6, session_id: id, enc_key: "" } }));
	tell("ROOM_USER_ADD", { user });
	members.add(member);
	return member;
}

function tell(event: string, cnf: object): void {
	for (const member of members) {
		const s = ++member.sequence;
		member.socket.send(JSON.stringify({ f: 130, e: event, t: event, cnf, s }));
	}
}
