/** Which gateway to speak like: `seed` is the first one to the letter, in what the members are told. */
export type Compat = "default" | "seed";

export interface GroupRules {
	readonly compat: Compat;
	/** One more is refused with GROUP_FULL. */
	readonly maxMembers: number;
	/** More is refused with DEVICE_STATE_TOO_LARGE, as beyond the other two. */
	readonly maxDeviceKeys: number;
	/** Bytes of JSON that one device may come to. */
	readonly maxDeviceLength: number;
	/** Bytes of JSON that all devices may come to, which is what one that joins is told. */
	readonly maxDevicesLength: number;
}

export const defaultGroupRules: GroupRules = {
	compat: "default",
	maxMembers: 1000,
	maxDeviceKeys: 256,
	maxDeviceLength: 16_384,
	maxDevicesLength: 524_288,
};
