/**
 * The cloud server, which tells lamps what to show: frames and packets, the lamp's half of the
 * conversation, and the rules that both halves agree on.
 */
export { pulseBrightness, weatherStrength } from "./brightness.js";
export { cloudClientMachine, cloudClientStart } from "./client.js";
export type {
	CloudClientEffect,
	CloudClientInput,
	CloudClientRules,
	CloudClientState,
	CloudClientTimer,
	CloudConnectTrouble,
	CloudCounters,
	CloudLoss,
	Memory,
	WhenOffline,
} from "./client-state.js";
export {
	cloudCloseCodes,
	floodCloseCode,
	refusedCloseCode,
	restartCloseCode,
} from "./close-codes.js";
export { type DecodeOptions, decodeClientMessage, decodeServerMessage } from "./codec.js";
export { describeMessage, describeShow } from "./describe.js";
export { type Display, isSameShow, lampStart, showOf, withPacket, withShow } from "./display.js";
export { encodeClientMessage, encodeServerMessage } from "./encode.js";
export {
	type ConfigBody,
	type ConfigChange,
	type ConfigMode,
	configBody,
	type Reading,
	readConfigChange,
	readShow,
	withConfigChange,
} from "./http-bodies.js";
export type * from "./messages.js";
export {
	defaultHandshakeTimeoutMs,
	defaultManual,
	defaultMaxPayloadBytes,
	defaultRepeatMs,
	defaultSecret,
	defaultWeather,
	maxIntensity,
	maxPulse,
	serverPingIntervalMs,
} from "./rules.js";
export { type FrameOptions, isSameScene, maxLeds, renderFrame } from "./scene/frame.js";
export { type WeatherReport, weatherOf } from "./weather.js";
