/** What every gw-sim package shares: machines, errors, clocks, chance, frames. Pure, and depends on nothing. */
export {
	type BackoffSteps,
	backoffStepMs,
	deviceBackoffSpread,
	deviceBackoffSteps,
	spreadMs,
} from "./backoff.js";
export type { Cancel, Clock } from "./clock.js";
export {
	type CloseCodeMeaning,
	type CloseCodeTable,
	meaningOf,
	type Recovery,
	standardCloseCodes,
} from "./close-codes.js";
export {
	ClosedError,
	DecodeError,
	EnvironmentError,
	type Fault,
	GwError,
	type GwErrorOptions,
	messageOf,
	RefusedError,
	TimeoutError,
	UsageError,
} from "./errors.js";
export {
	type ExactJson,
	type ExactJsonObject,
	ExactNumber,
	isExactJsonObject,
	parseExactJson,
	stringifyExactJson,
} from "./exact-json.js";
export type { Frame } from "./frame.js";
export {
	isDeeperThan,
	isJsonObject,
	type JsonObject,
	type JsonValue,
	jsonEquals,
	parseJson,
} from "./json.js";
export {
	type Arm,
	type Disarm,
	type Machine,
	type Step,
	step,
	type TimerFired,
} from "./machine.js";
export { integer, type Random, seededRandom, uuidV4 } from "./random.js";
export { safe, safeJson } from "./safe.js";
export { utf8Decode, utf8Encode } from "./utf8.js";
