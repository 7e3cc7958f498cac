/**
 * The group heating gateway of puff.social: frames and messages, groups and when they start to heat,
 * and the client's half of the conversation.
 */
export { puffClientMachine, puffClientStart } from "./client.js";
export type {
	Memory,
	PendingJoin,
	PuffClientEffect,
	PuffClientInput,
	PuffClientRules,
	PuffClientState,
	PuffClientTimer,
	PuffConnectTrouble,
	PuffEnd,
	PuffLoss,
	PuffOutcome,
} from "./client-state.js";
export {
	badFrameCloseCode,
	floodCloseCode,
	heartbeatCloseCode,
	idleCloseCode,
	puffCloseCodes,
	restartCloseCode,
} from "./close-codes.js";
export { type DecodeOptions, decodeClientFrame, type Inflate } from "./decode-client.js";
export { decodeServerMessage } from "./decode-server.js";
export { describeMessage } from "./describe.js";
export { heatStates, idleState, isHeating, selectState } from "./device.js";
export {
	type DeviceColor,
	type HeatProfile,
	type LastDab,
	type PuffDeviceState,
	readDeviceState,
} from "./device-state.js";
export { encodeClientMessage } from "./encode-client.js";
export { encodeServerMessage } from "./encode-server.js";
export { Group } from "./group.js";
export {
	type DeviceInput,
	type GroupInput,
	groupInputText,
	type JoinInput,
	parseGroupInput,
} from "./group-input.js";
export type { GroupOutcome, Receivers, Told } from "./group-outcome.js";
export { type Compat, defaultGroupRules, type GroupRules } from "./group-rules.js";
export { type GroupView, LiveGroup, type MemberView } from "./group-view.js";
export {
	apiContentType,
	groupBody,
	groupListBody,
	healthBody,
	unknownGroupBody,
	unknownRouteBody,
} from "./http.js";
export type * from "./messages.js";
export { isName, randomGroupId, randomGroupName, unnamed } from "./names.js";
export type * from "./received.js";
export {
	defaultEmptyGroupTtlMs,
	defaultHeartbeatIntervalMs,
	defaultIdleTimeoutMs,
	defaultUnjoinedGroupTtlMs,
} from "./rules.js";
