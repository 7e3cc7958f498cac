/**
 * The room server: chat, polls, counters and subscriptions in rooms. Frames and messages, the
 * client's half of the conversation, and the rules that both halves agree on.
 */
export { roomsClientMachine, roomsClientStart } from "./client.js";
export type {
	Memory,
	ProfileRequest,
	RoomsClientEffect,
	RoomsClientInput,
	RoomsClientRules,
	RoomsClientState,
	RoomsClientTimer,
	RoomsConnectTrouble,
	RoomsLoss,
	RoomsOutcome,
	WaitingRequest,
} from "./client-state.js";
export { floodCloseCode, idleCloseCode, restartCloseCode, roomsCloseCodes } from "./close-codes.js";
export { type DecodeOptions, decodeClientMessage } from "./decode-client.js";
export { decodeServerMessage } from "./decode-server.js";
export { describeMessage } from "./describe.js";
export { encodeClientMessage } from "./encode-client.js";
export { type EncodeOptions, encodeServerMessage } from "./encode-server.js";
export type * from "./messages.js";
export {
	authMessage,
	authWindowMs,
	defaultCounter,
	defaultRoom,
	isAuthenticationError,
	isClientSession,
	isTimestampFresh,
	maxPayloadBytes,
	pingIntervalMs,
	publicProperties,
	wrongKeyError,
	wrongTimestampError,
} from "./rules.js";
export { allIds, parseSubscription, Subscriptions, subscriptionText } from "./subscriptions.js";
export type { RoomsDecodeCode } from "./undecodable.js";
