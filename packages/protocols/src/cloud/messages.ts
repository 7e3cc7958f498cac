/** Red, green and blue, whole numbers from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * 1 sunrise, 2 sunset, 3 clear, 4 cloudy, 5 rain, 6 storm, 7 snow, 8 mist, smoke, sand or dust,
 * 9 windy.
 */
export type WeatherCode = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** A kind of weather and how strong it is. */
export interface Weather {
	readonly weather: WeatherCode;
	/** 0 to 10, with fractions. */
	readonly intensity: number;
}

/** A colour that somebody chose, steady or pulsing. */
export interface Manual {
	readonly color: Rgb;
	/** 0 for steady, up to 9. */
	readonly pulse: number;
}

/** What a lamp shows; also the body of the control API's `/api/v0/cloud`, both ways. */
export type Show =
	| { readonly mode: "off" }
	| ({ readonly mode: "weather" } & Weather)
	| ({ readonly mode: "color" } & Manual);

/** What a server may ask of a lamp: to start afresh, to fetch new firmware, to send log lines or not. */
export type Command = "reset" | "update" | "debug-on" | "debug-off";

/** What a server says. Everything but `ok` and `pong` is a packet in brackets. */
export type ServerMessage =
	| { readonly type: "ok" | "pong" }
	| { readonly type: "show"; readonly show: Show }
	| { readonly type: "command"; readonly command: Command };

/** A frame of a server as a lamp understands it. */
export type ReceivedMessage =
	| { readonly type: "ok" | "pong" }
	/** At least one; in the order in which they are to be applied. */
	| { readonly type: "packets"; readonly packets: readonly Packet[] }
	/** What the first servers send where they know nothing to show. */
	| { readonly type: "empty" }
	/** Text without any packet, which means nothing. */
	| { readonly type: "text"; readonly text: string }
	| { readonly type: "binary"; readonly length: number };

/** A packet as it came. What it left out is null: `?`, or nothing at all. */
export type Packet =
	| { readonly kind: "off" }
	| {
			readonly kind: "weather";
			readonly weather: WeatherCode | null;
			readonly intensity: number | null;
	  }
	| {
			readonly kind: "color";
			readonly color: Rgb | null;
			readonly pulse: number | null;
			/** Whether it came with the mode of weather, as the first servers sent colours. */
			readonly miscoded: boolean;
	  }
	| { readonly kind: "command"; readonly command: Command }
	/** Of a mode that this protocol does not know; as it came. */
	| { readonly kind: "unknown"; readonly text: string }
	/** Malformed. */
	| { readonly kind: "rejected"; readonly text: string; readonly reason: string };

/** What a lamp says. */
export type ClientMessage =
	/** Has to be the first frame. */
	| { readonly type: "secret"; readonly secret: string }
	| { readonly type: "ping" }
	/** A line of the lamp's log, sent while the server wants it. */
	| { readonly type: "log"; readonly line: string };

/**
 * A frame of a lamp that is logged in. The rest means nothing, and is not told here, since it may be
 * the secret.
 */
export type ReceivedClientMessage =
	| Exclude<ClientMessage, { readonly type: "secret" }>
	| { readonly type: "other" };
