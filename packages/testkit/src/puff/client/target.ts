import type { Clock } from "@gw-sim/core";
import type { RawGateway } from "../../raw-gateway.js";

/** What a client calls itself. */
export interface ClientUser {
	readonly name?: string;
	readonly device_type?: string;
}

/** A client, as a case drives it. All but `stop` are called only once it was greeted. */
export interface ClientUnderTest {
	/** Wants to be in a group from now on. */
	join(groupId: string): void;
	/** Creates a group, without wanting to be in it. */
	create(name: string): void;
	leave(): void;
	/** Tells some of its device's state; called in a group only. */
	tell(device: Readonly<Record<string, number | string>>): void;
	/** Calls itself something else. */
	change(user: ClientUser): void;
	edit(group: { readonly name?: string; readonly visibility?: "public" | "private" }): void;
	inquire(): void;
	/** Ends it for good; settles when its connection is closed. Called again it does nothing. */
	stop(): Promise<void>;
}

/** What a client under test tells, where it can. */
export interface ClientHearing {
	/**
	 * Somebody inquired, or the group starts to heat: `heat` where this client is to, `watch` where it
	 * is told to look on.
	 */
	heard(what: "inquiry" | "heat" | "watch"): void;
}

/** Clients of one kind to be judged, each of which dials `gateway`. */
export interface PuffClientTarget {
	/** The clock that the clients run on; the cases take minutes of it. */
	readonly clock: Clock;
	readonly gateway: RawGateway;
	/** Makes a client that knows nothing of the ones before, and lets it dial. */
	start(user: ClientUser, hearing: ClientHearing): ClientUnderTest;
	/** Whether it calls `heard`; without it the cases on what a client hears are skipped. */
	readonly hears?: boolean;
}
