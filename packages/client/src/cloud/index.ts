/** The lamp's side of the cloud server: a client that logs in, stays, and is told what to show. */
export type {
	CloudCounters,
	Command,
	Rgb,
	Show,
	WeatherCode,
	WhenOffline,
} from "@gw-sim/protocols/cloud";
export type { Signalled } from "../signalled.js";
export { CloudClient } from "./cloud-client.js";
export type { CloudClientEvents, CloudLink } from "./events.js";
export type {
	CloudClientOptions,
	OptionalCloudClientOptions,
	RequiredCloudClientOptions,
} from "./options.js";
export type { CloudProblem, CloudProblemCode } from "./problem.js";
export type { SecretSource } from "./secret-source.js";
