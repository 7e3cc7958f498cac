/** The reference server: gateway protocols on one HTTP port, with a control API beside them. */
export { holdsSecret, type Limits, parseConfig, type ServerConfig } from "./config.js";
export { endpointPaths } from "./endpoint-paths.js";
export type { Protocol, UpgradeRequest } from "./gateway.js";
export type { ChatConfig, ChatMember } from "./gateways/chat/config.js";
export { signChatToken } from "./gateways/chat/jwt.js";
export type { CloudConfig, WeatherConfig } from "./gateways/cloud/config.js";
export type { Fetch } from "./gateways/cloud/open-weather-map.js";
export type { LockConfig } from "./gateways/lock/config.js";
export type { PuffConfig } from "./gateways/puff/config.js";
export type { RoomsConfig } from "./gateways/rooms/config.js";
export {
	type AdmissionVerdict,
	type Admitted,
	type Development,
	GatewayHost,
	type HostOptions,
} from "./host.js";
export { hostDial } from "./host-dial.js";
export type { Log, LogFields, LogLevel } from "./log.js";
export { type ReferenceServer, type ServerOptions, startServer } from "./server.js";
