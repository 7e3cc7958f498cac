import { messageOf, safe, UsageError } from "@gw-sim/core";
import {
	type GroupChanges,
	isName,
	type PuffDeviceState,
	type UserChanges,
} from "@gw-sim/protocols/puff";

/** @throws UsageError for a name that the gateway would refuse. */
export function outgoingName(name: string, what: string): string {
	if (typeof name === "string" && isName(name)) return name;
	throw new UsageError(`${what} must be a text of up to 32 characters`);
}

/** @throws UsageError for what is no id. */
export function outgoingGroupId(groupId: string): string {
	if (typeof groupId === "string" && groupId !== "") return groupId;
	throw new UsageError("a group's id must be a text that is not empty, as in ab12cd");
}

/** @throws UsageError for what the gateway would refuse. */
export function outgoingUser({ name, deviceType }: UserChanges): UserChanges {
	if (deviceType !== undefined && deviceType !== null) outgoingName(deviceType, "deviceType");
	return {
		...(name === undefined ? {} : { name: outgoingName(name, "name") }),
		...(deviceType === undefined ? {} : { deviceType }),
	};
}

/** @throws UsageError for what the gateway would refuse. */
export function outgoingEdit({ name, visibility }: GroupChanges): GroupChanges {
	if (visibility !== undefined && visibility !== "public" && visibility !== "private")
		throw new UsageError('visibility must be "public" or "private"');
	return {
		...(name === undefined ? {} : { name: outgoingName(name, "name") }),
		...(visibility === undefined ? {} : { visibility }),
	};
}

/**
 * A copy that the caller cannot change any more, without the keys that are undefined.
 * @throws UsageError for what JSON would turn into something else, or not hold at all.
 */
export function outgoingDevice(changes: PuffDeviceState): PuffDeviceState {
	let copy: unknown;
	try {
		copy = JSON.parse(JSON.stringify(changes, refuseUnspeakable));
	} catch (error) {
		throw new UsageError(`a device's state cannot be sent: ${safe(messageOf(error))}`, {
			cause: error,
		});
	}
	if (typeof copy === "object" && copy !== null && !Array.isArray(copy)) return copy;
	throw new UsageError('a device\'s state must be an object, as in {"temperature":24}');
}

function refuseUnspeakable(key: string, value: unknown): unknown {
	if (typeof value !== "number" || Number.isFinite(value)) return value;
	throw new UsageError(`${safe(key, 40)} must be a finite number`);
}
