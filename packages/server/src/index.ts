/** The reference server: gateway protocols on one HTTP port, with a control API beside them. */
export { holdsSecret, type Limits, parseConfig, type ServerConfig } from "./config.js";
export type { Protocol, UpgradeRequest } from "./gateway.js";
export type { LockConfig } from "./gateways/lock/config.js";
export { type AdmissionVerdict, type Admitted, GatewayHost, type HostOptions } from "./host.js";
export type { Log, LogFields, LogLevel } from "./log.js";
export { type ReferenceServer, type ServerOptions, startServer } from "./server.js";
