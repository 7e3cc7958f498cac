import { UsageError } from "@gw-sim/core";
import { defaultRoom } from "@gw-sim/protocols/rooms";
import { shownUrl, wsUrl } from "../ws-url.js";

/** Where a client connects to, into which room, and as whom. */
export interface RoomsEndpoint {
	readonly room: string;
	/** The session to begin with; null for a new one. */
	readonly session: string | null;
	/** Without query and credentials: for messages. */
	readonly shown: string;
	/** The URL that resumes a session, or begins one. */
	urlFor(session: string | null): string;
}

export interface RoomsEndpointOptions {
	readonly url: string | URL;
	readonly room?: string | undefined;
	readonly session?: string | undefined;
}

const loneSurrogate = /\p{Cs}/u;

/**
 * The query that was given, then `room` and `session`. Where it has these two itself they count,
 * unless an option overrules them.
 * @throws UsageError that says how to mend the URL, the room or the session.
 */
export function roomsEndpoint(options: RoomsEndpointOptions): RoomsEndpoint {
	const url = wsUrl(String(options.url), "ws://127.0.0.1:4000/websocket");
	const room = (options.room ?? url.searchParams.get("room")) || defaultRoom;
	const session = (options.session ?? url.searchParams.get("session")) || null;
	for (const [name, text] of Object.entries({ room, session }))
		if (text !== null && loneSurrogate.test(text))
			throw new UsageError(`${name} holds half a surrogate pair, which no URL can carry`);
	const kept = url.search.slice(1).split("&").filter(isForeign);
	return {
		room,
		session,
		shown: shownUrl(url),
		urlFor: (id) => {
			const dialled = new URL(url);
			const resumed = id === null ? [] : [`session=${encodeURIComponent(id)}`];
			dialled.search = [...kept, `room=${encodeURIComponent(room)}`, ...resumed].join("&");
			return dialled.href;
		},
	};
}

function isForeign(pair: string): boolean {
	return pair !== "" && !/^(room|session)(=|$)/.test(pair);
}
