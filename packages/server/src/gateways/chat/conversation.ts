import { type Clock, DecodeError, type Frame, messageOf } from "@gw-sim/core";
import {
	apiVersion,
	type ChatErrorCode,
	type ClientEnvelope,
	decodeClientEnvelope,
	dispatchHead,
	encodeServerMessage,
	exceedsPayload,
	type Present,
	readClientEnvelope,
	refusalOf,
} from "@gw-sim/protocols/chat";
import type { Limits } from "../../config.js";
import type { Connection } from "../../connection.js";
import type { Farewell, Session } from "../../gateway.js";
import type { SharedTimeout } from "../../shared-timeout.js";
import type { ChatSession, Line } from "./chat-session.js";
import type { Community } from "./community.js";
import type { ChatConfig } from "./config.js";
import { execute } from "./events.js";
import { verifyChatToken } from "./jwt.js";
import { PayloadRate } from "./payload-rate.js";

/** What all conversations of the gateway have in common. */
export interface ConversationTerms {
	readonly community: Community;
	readonly config: ChatConfig;
	/** Signs the tokens. */
	readonly secret: string;
	readonly limits: Limits;
	readonly clock: Clock;
	/** Ends conversations in which no heartbeat comes. */
	readonly heartbeats: SharedTimeout<Conversation>;
	readonly failed: (remote: string, why: string) => void;
}

const gatewayDown = dispatchHead({ type: "GATEWAY_DOWN" });
const heartbeat = encodeServerMessage({ kind: "heartbeat" });

/** One connection: greets its client, finds out who it is, and carries what its session is told. */
export class Conversation implements Session, Line {
	readonly #terms: ConversationTerms;
	readonly #connection: Connection;
	readonly #rate: PayloadRate;
	/** Null until the client has identified. */
	#session: ChatSession | null = null;
	/** Set once nothing more is said: the client is gone, or it was told a fatal error. */
	#isLost = false;

	constructor(terms: ConversationTerms, connection: Connection) {
		const { clock, config, heartbeats } = terms;
		this.#terms = terms;
		this.#connection = connection;
		this.#rate = new PayloadRate(clock, config.rateLimit);
		const { heartbeatIntervalMs } = config;
		this.send(encodeServerMessage({ kind: "introduce", heartbeatIntervalMs }));
		heartbeats.arm(this);
	}

	get isLost(): boolean {
		return this.#isLost;
	}

	send(frame: string): void {
		this.#connection.send(frame);
	}

	frame(frame: Frame): void | Promise<void> {
		if (this.#isLost) return;
		if (!this.#rate.take()) return this.refuse(4002);
		if (exceedsPayload(frame, this.#terms.config.maxPayloadBytes)) return this.refuse(4000);
		try {
			const work = this.#read(decodeClientEnvelope(frame, { maxDepth: this.#terms.limits.depth }));
			return work?.catch((error: unknown) => this.#failed(error));
		} catch (error) {
			this.#failed(error);
		}
	}

	/** Says no, and closes where the code is a fatal one. */
	refuse(code: ChatErrorCode, phase: "identifying" | "identified" = "identified"): void {
		if (this.#isLost) return;
		const { message, closeCode } = refusalOf(code, phase);
		this.send(encodeServerMessage(message));
		if (closeCode === null) return;
		this.#end();
		this.#connection.close(closeCode);
	}

	/** No heartbeat has come for too long. */
	silent(): void {
		this.refuse(4001);
	}

	deprived(code: 4001 | 5 | 99): void {
		this.#session = null;
		this.refuse(code);
	}

	farewell(why: Farewell): void {
		if (why === "restart") this.#session?.dispatchLast(gatewayDown);
		const { message } = refusalOf(why === "restart" ? 4003 : 4002, "identified");
		this.send(encodeServerMessage(message));
		this.#end();
	}

	closed(code: number): void {
		// Where the gateway closed first, the code is no wish of the client's, whatever it answered.
		const isOver = !this.#isLost && (code === 1000 || code === 1001);
		this.#end();
		const session = this.#session;
		if (session === null) return;
		this.#session = null;
		const { sessions } = this.#terms.community;
		if (isOver) sessions.end(session);
		else sessions.detach(session);
	}

	#read(envelope: ClientEnvelope): Promise<void> | undefined {
		const session = this.#session;
		if (envelope.f === 130 && session === null) {
			this.refuse(4005);
			return;
		}
		const message = readClientEnvelope(envelope);
		switch (message.kind) {
			case "heartbeat":
				this.#terms.heartbeats.arm(this);
				this.send(heartbeat);
				return;
			case "present":
				if (session === null) return this.#identify(message);
				this.refuse(4004);
				return;
			case "execute":
				if (session === null) return;
				if (message.ack !== null) session.acknowledge(message.ack);
				return this.#execute(session, message.event);
		}
	}

	async #execute(session: ChatSession, event: Parameters<typeof execute>[2]): Promise<void> {
		const refused = await execute(this.#terms.community, session, event);
		if (refused !== null) this.refuse(refused);
	}

	async #identify({ token, resume }: Present): Promise<void> {
		const { community, secret, clock } = this.#terms;
		const claims = verifyChatToken(secret, token, clock.wallTime());
		if (claims === null) return this.refuse(0, "identifying");
		const member = await community.identify(claims);
		if (this.#isLost) return;
		if (typeof member === "number") return this.refuse(member, "identifying");
		const lost =
			resume === null ? null : community.sessions.resumable(resume.sessionId, member, resume.s);
		if (lost !== null && resume !== null) {
			this.#session = lost;
			community.sessions.attached(lost);
			lost.resume(this, resume.s, () => this.#ready(lost, true));
			return;
		}
		await community.arrive(member, this, (session) => {
			this.#session = session;
			this.#ready(session, false);
		});
	}

	#ready({ id: sessionId }: ChatSession, resumed: boolean): void {
		const ready = { kind: "ready", v: apiVersion, sessionId, encKey: "", resumed } as const;
		this.send(encodeServerMessage(ready));
	}

	#failed(error: unknown): void {
		if (error instanceof DecodeError) {
			this.refuse(4004);
			return;
		}
		this.#terms.failed(this.#connection.remote, messageOf(error));
		this.refuse(99);
	}

	#end(): void {
		this.#isLost = true;
		this.#terms.heartbeats.disarm(this);
	}
}
