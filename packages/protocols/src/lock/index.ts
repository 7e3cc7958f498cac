/**
 * The smart-lock hub over Phoenix Channels: frames and messages, the device's half of the
 * conversation, and the rules of locks and pairing that both halves agree on.
 */
export { lockClientMachine } from "./client.js";
export type {
	ConnectTrouble,
	LockClientEffect,
	LockClientInput,
	LockClientRules,
	LockClientState,
	LockLoss,
	RequestOutcome,
} from "./client-state.js";
export { floodCloseCode, idleCloseCode, lockCloseCodes, restartCloseCode } from "./close-codes.js";
export {
	type DecodeOptions,
	decodeClientMessage,
	decodeServerMessage,
	encodeClientMessage,
	encodeServerMessage,
} from "./codec.js";
export { describeMessage } from "./describe.js";
export type {
	AccessReply,
	Broadcast,
	ClientMessage,
	LockState,
	LockUser,
	PairedType,
	PairPayload,
	Payload,
	Push,
	Ref,
	Reply,
	ServerMessage,
	Version,
} from "./messages.js";
export {
	type CompletionVerdict,
	isSerial,
	judgeCompletion,
	lockTopic,
	maxChannels,
	newLockState,
	pairCompletion,
	type StoredMode,
	serialInTopic,
	storedMode,
} from "./rules.js";
export { parseAccessReply, parseAccessRequest, parseLockState } from "./schemas.js";
export { negotiateVersion } from "./version.js";
