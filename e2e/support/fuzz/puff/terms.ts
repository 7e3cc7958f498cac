export interface PuffTerms {
	readonly compat: "default" | "seed";
	readonly heartbeatIntervalMs: number;
	/** 0 for never, as the next. */
	readonly idleTimeoutMs: number;
	readonly heartbeatTimeoutMs: number;
	readonly emptyGroupTtlMs: number;
	readonly unjoinedGroupTtlMs: number;
	readonly maxPayloadBytes: number;
	readonly limits: {
		readonly depth: number;
		readonly groups: number;
		readonly publicGroups: number;
		readonly groupMembers: number;
		readonly deviceKeys: number;
		readonly deviceBytes: number;
		readonly groupBytes: number;
	};
}
