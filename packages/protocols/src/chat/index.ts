/**
 * The i386chat gateway: function codes and events, tokens, the client's half of the conversation
 * with its resumption, and the rules that both halves agree on. Ids keep all their digits.
 */
export { chatClientMachine } from "./client.js";
export type {
	ChatClientEffect,
	ChatClientInput,
	ChatClientRules,
	ChatClientState,
	ChatEnd,
	ChatLoss,
	ConnectTrouble,
} from "./client-state.js";
export { chatBackoffSteps } from "./client-terms.js";
export {
	type ChatCloseCodeMeaning,
	chatCloseCodes,
	floodCloseCode,
	restartCloseCode,
	zombieCloseCode,
} from "./close-codes.js";
export {
	type ClientEnvelope,
	type DecodeOptions,
	decodeClientEnvelope,
	decodeClientMessage,
	encodeClientMessage,
	readClientEnvelope,
} from "./codec-client.js";
export {
	decodeServerMessage,
	dispatchFrame,
	dispatchHead,
	encodeServerMessage,
} from "./codec-server.js";
export { describeMessage } from "./describe.js";
export {
	type ChatErrorCode,
	type ChatErrorMeaning,
	chatErrors,
	errorMeaning,
	type Refusal,
	refusalOf,
} from "./errors.js";
export type {
	ChatRoom,
	ChatUser,
	ClientEvent,
	ClientMessage,
	Dispatch,
	ErrorMessage,
	Execute,
	ForeignDispatch,
	Heartbeat,
	Introduce,
	Nonce,
	Present,
	Ready,
	ReceivedMessage,
	Resume,
	ServerEvent,
	ServerMessage,
	Snowflake,
} from "./messages.js";
export {
	apiVersion,
	defaultHeartbeatIntervalMs,
	defaultMaxPayloadBytes,
	defaultRateLimit,
	defaultRoom,
	defaultSession,
	exceedsPayload,
	heartbeatDeadlineFactor,
} from "./rules.js";
export { isNonce, isSnowflake, snowflakeIn } from "./snowflake.js";
export {
	readTokenClaims,
	type TokenClaims,
	type TokenParts,
	tokenParts,
	tokenPayloadText,
} from "./token.js";
