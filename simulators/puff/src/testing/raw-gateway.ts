import { deflateSync } from "node:zlib";
import { isJsonObject, type JsonValue, parseJson } from "@gw-sim/core";
import {
	type Decoded,
	decodeClientFrame,
	defaultGroupRules,
	encodeServerMessage,
	Group,
	type GroupInput,
	type ServerMessage,
} from "@gw-sim/protocols/puff";
import { type Dial, memoryDial, type Socket, type VirtualClock } from "@gw-sim/transport";

/** What a device sent but for heartbeats. */
export interface Received {
	/** Whole ms. */
	readonly at: number;
	readonly session: string;
	readonly op: number;
	readonly d: JsonValue;
}

interface Session {
	readonly id: string;
	readonly socket: Socket;
	readonly isDeflated: boolean;
	name: string;
	deviceType: string | null;
	group: Group | null;
}

/** The first gateway, as far as devices see it: nothing is echoed, and a group that is gone is gone. */
export class RawGateway {
	readonly received: Received[] = [];
	readonly groups = new Map<string, Group>();
	/** The code with which op 1 is refused, or op 2; null for none. */
	refuseJoin: "INVALID_GROUP_ID" | "GROUP_FULL" | null = null;
	refuseCreate: "TOO_MANY_GROUPS" | null = null;
	/** Ops that are met with silence. */
	readonly ignored = new Set<Decoded["kind"]>();
	isDown = false;
	heartbeats = 0;
	readonly #clock: VirtualClock;
	readonly #sessions = new Set<Session>();
	#count = 0;

	constructor(clock: VirtualClock) {
		this.#clock = clock;
	}

	readonly dial: Dial = (request) =>
		memoryDial(this.#clock, (socket, url) => {
			if (this.isDown) socket.terminate();
			else this.#accept(socket, new URL(url).searchParams.get("compression") === "zlib");
		})(request);

	/** The data of one op, in the order in which it came. */
	sent(op: number): JsonValue[] {
		return this.received.filter((item) => item.op === op).map(({ d }) => d);
	}

	/** Everybody's connection is cut. */
	cut(): void {
		for (const { socket } of [...this.#sessions]) socket.terminate();
	}

	/** Somebody without a device does something in a group. */
	apply(group: string, input: GroupInput): void {
		const known = this.groups.get(group);
		if (known !== undefined) this.#apply(known, input);
	}

	/** Says something to everybody. */
	tell(message: ServerMessage): void {
		for (const session of this.#sessions) this.#send(session, message);
	}

	#accept(socket: Socket, isDeflated: boolean): void {
		const id = `session-${++this.#count}`;
		const session: Session = { id, socket, isDeflated, name: "", deviceType: null, group: null };
		this.#sessions.add(session);
		this.#clock.after(0, () =>
			this.#send(session, { type: "hello", sessionId: id, heartbeatIntervalMs: 25_000 }),
		);
		socket.listen({
			frame: (frame) => {
				const raw = parseJson(String(frame));
				if (!isJsonObject(raw)) return;
				const { op, d = null } = raw;
				if (op === 420) this.heartbeats++;
				else
					this.received.push({
						at: Math.floor(this.#clock.now()),
						session: id,
						op: Number(op),
						d,
					});
				this.#handle(session, decodeClientFrame(frame, { inflate: (bytes) => bytes }));
			},
			closed: () => {
				this.#sessions.delete(session);
				this.#leave(session);
			},
		});
	}

	#handle(session: Session, message: Decoded): void {
		const { id: sessionId, group } = session;
		if (this.ignored.has(message.kind)) return;
		switch (message.kind) {
			case "refused":
				this.#send(session, message.error);
				break;
			case "create":
				this.#create(session, message.name);
				break;
			case "join":
				this.#join(session, message.groupId);
				break;
			case "leave":
				this.#leave(session);
				break;
			case "user":
				session.name = message.changes.name ?? session.name;
				session.deviceType = message.changes.deviceType ?? null;
				break;
			case "device":
				if (group !== null)
					this.#apply(group, { type: "device", sessionId, deviceState: message.deviceState });
				break;
			case "inquire":
				if (group !== null) this.#apply(group, { type: "inquire", sessionId });
				break;
			case "edit":
			case "heartbeat":
			case "ignored":
				break;
		}
	}

	#create(session: Session, name: string | null): void {
		if (this.refuseCreate !== null) {
			this.#send(session, { type: "GROUP_CREATE_ERROR", code: this.refuseCreate });
			return;
		}
		const groupId = `group${this.groups.size + 1}`;
		const group = new Group(groupId, name ?? "Blue Dream", {
			...defaultGroupRules,
			compat: "seed",
		});
		this.groups.set(groupId, group);
		this.#send(session, { type: "GROUP_CREATE", groupId, name: group.name });
	}

	#join(session: Session, groupId: string): void {
		const group = this.groups.get(groupId);
		if (group === undefined || this.refuseJoin !== null) {
			const code = this.refuseJoin ?? "INVALID_GROUP_ID";
			this.#send(session, { type: "GROUP_JOIN_ERROR", code });
			return;
		}
		this.#leave(session);
		session.group = group;
		const { id: sessionId, name, deviceType } = session;
		this.#apply(group, { type: "join", sessionId, name, deviceType });
	}

	#leave(session: Session): void {
		const { group, id: sessionId } = session;
		session.group = null;
		if (group !== null) this.#apply(group, { type: "leave", sessionId });
	}

	#apply(group: Group, input: GroupInput): void {
		for (const { to, event } of group.apply(input).told)
			for (const session of this.#sessions) {
				const { id } = session;
				const isMeant =
					to.kind === "all"
						? session.group === group
						: to.kind === "others"
							? session.group === group && id !== to.than
							: to.sessionIds.includes(id);
				if (isMeant) this.#send(session, event);
			}
		if (group.isDeleted) this.groups.delete(group.id);
	}

	#send({ isDeflated, socket }: Session, message: ServerMessage): void {
		const text = encodeServerMessage(message);
		socket.send(isDeflated ? deflateSync(text) : text);
	}
}
