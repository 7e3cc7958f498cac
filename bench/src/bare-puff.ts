import { randomUUID } from "node:crypto";
import { deflateSync } from "node:zlib";
import type { WebSocket } from "ws";

type ClientMessage =
	| { readonly op: 1; readonly d: { readonly group_id: string } }
	| { readonly op: 2; readonly d: { readonly name: string } }
	| { readonly op: 4; readonly d: object };

/** All that is kept of a connection. */
interface Member {
	readonly socket: WebSocket;
	readonly id: string;
	readonly isDeflated: boolean;
	readonly device: object;
	group: Group | null;
}

interface Group {
	readonly id: string;
	readonly name: string;
	readonly members: Set<Member>;
}

const groups = new Map<string, Group>();

/** Groups and what their devices tell; nobody ever heats. */
export function puffConnection(socket: WebSocket, query: string): void {
	const isDeflated = query.includes("compression=zlib");
	const member: Member = { socket, id: randomUUID(), isDeflated, device: {}, group: null };
	const hello = { session_id: member.id, heartbeat_interval: 25_000 };
	tell([member], { op: 0, d: hello });
	socket.on("message", (data: Buffer) => handle(member, JSON.parse(data.toString())));
	socket.on("close", () => member.group?.members.delete(member));
}

function handle(member: Member, message: ClientMessage): void {
	switch (message.op) {
		case 1:
			join(member, message.d.group_id);
			break;
		case 2: {
			const id = String(groups.size).padStart(6, "0");
			const { name } = message.d;
			groups.set(id, { id, name, members: new Set() });
			tell([member], event("GROUP_CREATE", { group_id: id, name }));
			break;
		}
		case 4: {
			const { group, id } = member;
			if (group === null) break;
			Object.assign(member.device, message.d);
			const update = { group_id: group.id, session_id: id, device_state: message.d };
			const d = { ...update, device_type: null };
			tell(others(group, member), event("GROUP_USER_DEVICE_UPDATE", d));
			break;
		}
	}
}

function join(member: Member, groupId: string): void {
	const group = groups.get(groupId);
	if (group === undefined) return;
	const { id: group_id, name, members } = group;
	const told = Array.from(members, ({ id, device }) => ({
		session_id: id,
		name: "Unnamed",
		device_state: device,
		device_type: null,
	}));
	const d = { group_id, name, visibility: "private", state: "chilling", members: told.reverse() };
	tell([member], event("JOINED_GROUP", d));
	tell(members, event("GROUP_USER_JOIN", { group_id, session_id: member.id, name: "Unnamed" }));
	members.add(member);
	member.group = group;
}

function others({ members }: Group, member: Member): readonly Member[] {
	return [...members].filter((one) => one !== member);
}

function event(t: string, d: object): object {
	return { op: 3, t, d };
}

/** The text is made once, and so is its stream. */
function tell(receivers: Iterable<Member>, message: object): void {
	const text = JSON.stringify(message);
	let deflated: Buffer | null = null;
	for (const { socket, isDeflated } of receivers) {
		if (isDeflated) deflated ??= deflateSync(text);
		socket.send(isDeflated && deflated !== null ? deflated : text);
	}
}
