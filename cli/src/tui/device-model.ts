import type { Show } from "@gw-sim/protocols/cloud";
import type { Fault } from "@gw-sim/transport";
import type { FrameLine } from "./frame-line.js";
import type { Ring } from "./ring.js";

/** How far a device's connection is. */
export type Link = "offline" | "connecting" | "joining" | "online" | "backoff";

/** One line that a process printed, or that tells of it. */
export interface LogLine {
	/** Counts all lines of all processes: a stable key for a view. */
	readonly seq: number;
	/** Milliseconds on the orchestra's clock, as every `at` of the model. */
	readonly at: number;
	/** Of the process. */
	readonly name: string;
	readonly level: "info" | "error" | "debug";
	readonly text: string;
}

/** One line that somebody said in a chat or a room, or that tells of it. */
export interface TranscriptLine {
	readonly seq: number;
	readonly at: number;
	/** `said` has somebody who said it; `note` is about people; `alarm` is bad news. */
	readonly tone: "said" | "note" | "alarm";
	/** Empty for what nobody said. */
	readonly who: string;
	readonly text: string;
}

interface DeviceBase {
	/** In the scene. */
	readonly name: string;
	readonly link: Link;
	/** What disturbs its link now. */
	readonly faults: readonly Fault[];
	/** The latest trouble that it told; null once it is on line again. */
	readonly error: string | null;
	/** How many frames went in and out since the UI's start. */
	readonly framesIn: number;
	readonly framesOut: number;
	readonly frames: Ring<FrameLine>;
	readonly log: Ring<LogLine>;
}

export interface LockModel extends DeviceBase {
	readonly kind: "lock";
	/** As the hub knows it; null before its first state. */
	readonly serial: string | null;
	readonly mode: "unconfigured" | "internal" | "external" | "pairing";
	readonly bolt: "locked" | "unlocking" | "unlocked" | "locking" | "jammed";
	readonly uuid: string | null;
	/** What the hub calls it. */
	readonly label: string | null;
	/** The last tag that was read. */
	readonly tag: {
		readonly at: number;
		readonly uid: string;
		/** As `paired`, `pair-refused`, `granted`, `denied`. */
		readonly result: string;
		readonly reason: string | null;
	} | null;
	/** A tag is at the reader, put there from here. */
	readonly isTagPresent: boolean;
}

export interface CloudModel extends DeviceBase {
	readonly kind: "cloud";
	readonly show: Show;
	/** Frames that its strip has shown. */
	readonly shownFrames: number;
	/** Red, green and blue of each LED as last asked for; null before. */
	readonly leds: Uint8Array | null;
	/** The real or emulated LEDs that it lights; null where it has none. */
	readonly wire: LampWire | null;
}

/** A serial port with LEDs behind it. */
export interface LampWire {
	readonly port: string;
	readonly protocol: string;
	readonly baud: number;
	/** Frames a second that fit on it. */
	readonly maxFps: number;
	/** Whether the board was heard. */
	readonly isHeard: boolean;
	/** Whether it acknowledges frames. */
	readonly acks: boolean;
}

/** One moment of a puff's chamber. */
export interface Warmth {
	readonly at: number;
	/** Degrees C. */
	readonly temperature: number;
	readonly target: number;
	/** The firmware's word. */
	readonly heat: string;
}

/** One who is in a puff's group, as its gateway tells. */
export interface GroupMember {
	readonly sessionId: string;
	readonly name: string;
	readonly isReady: boolean;
	/** The firmware's word; null where it has told none. */
	readonly heat: string | null;
}

export interface PuffModel extends DeviceBase {
	readonly kind: "puff";
	readonly group: string | null;
	/** As `chilling`, `awaiting`, `seshing`. */
	readonly groupState: string | null;
	readonly groupName: string | null;
	/** The others in it. */
	readonly members: readonly GroupMember[];
	readonly heat: string;
	readonly temperature: number;
	readonly target: number;
	/** Percent. */
	readonly battery: number;
	readonly isCharging: boolean;
	readonly dabs: number;
	readonly profile: string;
	readonly history: Ring<Warmth>;
}

export interface ChatModel extends DeviceBase {
	readonly kind: "chat";
	/** Its name; null before it is known. */
	readonly user: string | null;
	/** The id of the room that it is in. */
	readonly room: string | null;
	readonly roomName: string | null;
	/** Rooms that it heard of. */
	readonly rooms: readonly { readonly id: string; readonly name: string }[];
	readonly transcript: Ring<TranscriptLine>;
}

export interface Poll {
	/** `poll`, or `ephemeralPoll`. */
	readonly kind: string;
	readonly id: string;
	readonly votes: readonly { readonly answer: string; readonly count: number }[];
}

export interface RoomModel extends DeviceBase {
	readonly kind: "room";
	readonly room: string | null;
	readonly suffix: string | null;
	readonly role: string | null;
	readonly polls: readonly Poll[];
	/** Values are exact decimals. */
	readonly counters: readonly { readonly id: string; readonly value: string }[];
	readonly transcript: Ring<TranscriptLine>;
}

export type DeviceModel = LockModel | CloudModel | PuffModel | ChatModel | RoomModel;
