import {
	DecodeError,
	type Frame,
	isDeeperThan,
	isJsonObject,
	type JsonObject,
	type JsonValue,
	parseJson,
	utf8Decode,
} from "@gw-sim/core";
import { badFrameCloseCode } from "./close-codes.js";
import { memberTexts, objectText } from "./member-texts.js";
import type {
	CreateGroup,
	Decoded,
	EditGroup,
	ErrorEvent,
	GroupChanges,
	Ignored,
	JoinGroup,
	Refused,
	SendDeviceState,
	UpdateUser,
	UserChanges,
	Visibility,
} from "./messages.js";
import { isName } from "./names.js";

/**
 * The bytes of a whole zlib stream (RFC 1950), unpacked. Has to bound its result by itself: it
 * throws for a stream that is damaged or too long.
 */
export type Inflate = (deflated: Uint8Array) => Uint8Array;

export interface DecodeOptions {
	readonly inflate: Inflate;
	/** How deep arrays and objects may nest, the frame's own object among them; 32 when absent. */
	readonly maxDepth?: number;
}

/**
 * What a client's frame means: text is JSON, binary is deflated JSON, on every connection.
 * @throws DecodeError with close code 1011 for a binary frame that does not inflate, or to anything
 * but JSON; what `inflate` throws as a DecodeError stays as it is.
 */
export function decodeClientFrame(
	frame: Frame,
	{ inflate, maxDepth = 32 }: DecodeOptions,
): Decoded {
	const text = typeof frame === "string" ? frame : inflatedText(frame, inflate);
	const value = parseJson(text);
	if (value === undefined) {
		if (typeof frame !== "string") throw badFrame("bad-json", "a binary frame without JSON");
		return ignored("not JSON");
	}
	if (isDeeperThan(value, maxDepth)) return ignored("nested too deep");
	if (!isJsonObject(value)) return ignored("not an object");
	return messageIn(value, text);
}

/** Digits alone: 2.0 and 2e0 are no integers to the original, although they are to JavaScript. */
const integerText = /^-?\d+$/;

function messageIn({ op, d }: JsonObject, text: string): Decoded {
	const texts = memberTexts(text);
	if (!integerText.test(texts.get("op") ?? "")) return ignored("no op, or one that is no integer");
	switch (op) {
		case 1:
			return joinIn(d);
		case 2:
			return createIn(d);
		case 4:
			return deviceIn(d, texts.get("d") ?? "");
		case 5:
			return editIn(d);
		case 6:
			return userIn(d);
		case 7:
			return { kind: "leave" };
		case 8:
			return { kind: "inquire" };
		case 420:
			return { kind: "heartbeat" };
		default:
			return ignored("an op that is not a client's");
	}
}

function joinIn(d: JsonValue | undefined): JoinGroup | Refused {
	const { group_id: groupId } = isJsonObject(d) ? d : {};
	return typeof groupId === "string"
		? { kind: "join", groupId }
		: refused({ type: "GROUP_JOIN_ERROR", code: "INVALID_GROUP_ID" });
}

function createIn(d: JsonValue | undefined): CreateGroup | Refused {
	if (d !== undefined && d !== null && !isJsonObject(d)) return missingData;
	const name = d?.name ?? "";
	if (typeof name !== "string" || !isName(name))
		return refused({ type: "GROUP_CREATE_ERROR", code: "INVALID_GROUP_NAME" });
	return { kind: "create", name: name.trim() === "" ? null : name };
}

function deviceIn(d: JsonValue | undefined, text: string): SendDeviceState | Refused {
	return isJsonObject(d)
		? { kind: "device", deviceState: objectText(memberTexts(text)) }
		: missingData;
}

function editIn(d: JsonValue | undefined): EditGroup | Refused {
	if (!isJsonObject(d)) return missingData;
	const { name, visibility } = d;
	if (name !== undefined && (typeof name !== "string" || !isName(name)))
		return refused({ type: "GROUP_ACTION_ERROR", code: "INVALID_GROUP_NAME" });
	if (visibility !== undefined && !isVisibility(visibility))
		return refused({ type: "GROUP_ACTION_ERROR", code: "INVALID_VISIBILITY" });
	const changes: GroupChanges = {
		...(name === undefined ? {} : { name }),
		...(visibility === undefined ? {} : { visibility }),
	};
	return { kind: "edit", changes };
}

function userIn(d: JsonValue | undefined): UpdateUser | Refused {
	if (!isJsonObject(d)) return missingData;
	const { name, device_type: deviceType } = d;
	if (name !== undefined && (typeof name !== "string" || !isName(name)))
		return refused({ type: "USER_UPDATE_ERROR", code: "INVALID_NAME" });
	if (deviceType !== undefined && !isDeviceType(deviceType))
		return refused({ type: "USER_UPDATE_ERROR", code: "INVALID_DEVICE_TYPE" });
	const changes: UserChanges = {
		...(name === undefined ? {} : { name }),
		...(deviceType === undefined ? {} : { deviceType }),
	};
	return { kind: "user", changes };
}

function isVisibility(value: JsonValue): value is Visibility {
	return value === "public" || value === "private";
}

function isDeviceType(value: JsonValue): value is string | null {
	return value === null || (typeof value === "string" && isName(value));
}

const missingData: Refused = refused({ type: "SYNTAX_ERROR", code: "MISSING_DATA" });

function refused(error: ErrorEvent): Refused {
	return { kind: "refused", error };
}

function ignored(why: string): Ignored {
	return { kind: "ignored", why };
}

function inflatedText(frame: Uint8Array, inflate: Inflate): string {
	let bytes: Uint8Array;
	try {
		bytes = inflate(frame);
	} catch (error) {
		if (error instanceof DecodeError) throw error;
		throw badFrame("bad-deflate", "a binary frame that is no zlib stream", error);
	}
	const text = utf8Decode(bytes);
	if (text === null) throw badFrame("bad-json", "a binary frame without UTF-8");
	return text;
}

function badFrame(code: string, message: string, cause?: unknown): DecodeError {
	return new DecodeError(message, { code, closeCode: badFrameCloseCode, cause });
}
