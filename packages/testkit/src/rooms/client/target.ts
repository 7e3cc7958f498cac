import type { Clock } from "@gw-sim/core";
import type { RawGateway } from "../../raw-gateway.js";

/** A client, as a case drives it. */
export interface ClientUnderTest {
	/** Wants what comes for an event, or for one id of it; may be called before there is a connection. */
	subscribe(event: string, id?: string): void;
	/** Sends a message, without `data` where that is undefined; called only once the client is there. */
	send(type: string, data?: unknown): void;
	/** Ends it for good; settles when its connection is closed. */
	stop(): Promise<void>;
}

/** Clients of one kind to be judged, each of which dials `gateway`. */
export interface RoomsClientTarget {
	/** The clock that the clients run on; the cases take minutes of it. */
	readonly clock: Clock;
	readonly gateway: RawGateway;
	/** The room that they go to. */
	readonly room: string;
	/** Makes a client that knows nothing of the ones before, and lets it dial. */
	start(): ClientUnderTest;
}
