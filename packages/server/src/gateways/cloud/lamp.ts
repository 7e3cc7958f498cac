import { DecodeError, type Frame } from "@gw-sim/core";
import {
	decodeClientMessage,
	encodeServerMessage,
	refusedCloseCode,
} from "@gw-sim/protocols/cloud";
import type { SharedFrame } from "@gw-sim/transport";
import type { Connection } from "../../connection.js";
import type { Session } from "../../gateway.js";
import { secretEquals } from "../../secret.js";
import type { SharedTimeout } from "../../shared-timeout.js";
import type { SharedDisplay, Viewer } from "./display.js";

/** Pings that a lamp may leave unanswered; the next one cuts it. */
const maxUnanswered = 2;

/** What all lamps of the gateway have in common. */
export interface LampTerms {
	readonly secret: string;
	readonly display: SharedDisplay;
	/** Ends connections on which the secret does not come. */
	readonly handshakes: SharedTimeout<Lamp>;
	/** Sends what is shown once more; null where that is not wanted. */
	readonly repeats: SharedTimeout<Lamp> | null;
	/** Cuts lamps that do not ping; null where they need not. */
	readonly heartbeats: SharedTimeout<Lamp> | null;
	/** Looks whether lamps are still there. */
	readonly pings: SharedTimeout<Lamp>;
}

const ok: SharedFrame = { frame: encodeServerMessage({ type: "ok" }) };
const pong: SharedFrame = { frame: encodeServerMessage({ type: "pong" }) };

/** One connection: a stranger until the secret has come, from then on a lamp that is told what to show. */
export class Lamp implements Session, Viewer {
	readonly #terms: LampTerms;
	readonly #connection: Connection;
	#isKnown = false;
	/** Pings of ours since its last pong. */
	#unanswered = 0;

	constructor(terms: LampTerms, connection: Connection) {
		this.#terms = terms;
		this.#connection = connection;
		terms.handshakes.arm(this);
	}

	frame(frame: Frame): void {
		if (!this.#isKnown) this.#greet(frame);
		else if (decodeClientMessage(frame).type === "ping") {
			this.#terms.heartbeats?.arm(this);
			this.#connection.sendShared(pong);
		}
	}

	/** It sent a WebSocket ping, which is as good as a text one. */
	pinged(): void {
		if (this.#isKnown) this.#terms.heartbeats?.arm(this);
	}

	ponged(): void {
		this.#unanswered = 0;
	}

	show(packet: SharedFrame): void {
		this.#connection.sendShared(packet);
	}

	/** Its time for the secret is up. */
	secretOverdue(): void {
		this.#connection.trouble("no-secret", "the secret did not come in time");
		this.#connection.close(refusedCloseCode);
	}

	/** Shows once more what is shown, for a lamp that lost it in some other way than the connection. */
	repeat(): void {
		this.#terms.repeats?.arm(this);
		this.show(this.#terms.display.packet);
	}

	/** Its time for a ping of its own is up. The origin cuts such a lamp, too. */
	heartbeatOverdue(): void {
		this.#cut("no-heartbeat", "it did not ping in time");
	}

	/** Asks it for a sign of life, unless it owes too many. */
	ping(): void {
		if (this.#unanswered >= maxUnanswered) {
			this.#cut("no-pong", `it left ${maxUnanswered} pings unanswered`);
			return;
		}
		if (this.#connection.ping()) this.#unanswered++;
		this.#terms.pings.arm(this);
	}

	closed(): void {
		const { display, handshakes, repeats, heartbeats, pings } = this.#terms;
		display.remove(this);
		for (const timeout of [handshakes, repeats, heartbeats, pings]) timeout?.disarm(this);
	}

	#greet(frame: Frame): void {
		const { secret, display, handshakes, repeats, heartbeats, pings } = this.#terms;
		handshakes.disarm(this);
		// What came may be a secret misspelt, so nothing of it is told.
		if (typeof frame !== "string" || !secretEquals(frame, secret))
			throw new DecodeError("the first message was not the secret", {
				code: "wrong-secret",
				closeCode: refusedCloseCode,
			});
		this.#isKnown = true;
		this.#connection.sendShared(ok);
		this.show(display.packet);
		display.add(this);
		for (const timeout of [repeats, heartbeats, pings]) timeout?.arm(this);
	}

	#cut(kind: string, message: string): void {
		this.#connection.trouble(kind, message);
		this.#connection.terminate();
	}
}
