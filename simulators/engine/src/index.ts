/** What every simulated device shares: its interface, the events it tells, JSON lines, recordings. */
export { Chatter, type ChatterOptions } from "./chatter.js";
export {
	type CommandSchemas,
	type ControlCommand,
	isControlCommand,
	type LinkCommand,
	type NamedCommand,
	type ParsedCommand,
	parseCommand,
} from "./commands.js";
export { ControlLines, type ControlLinesOptions, maxCommandLength } from "./control-lines.js";
export type { Device, DeviceEnd } from "./device.js";
export { DeviceEvents, type DeviceEventsOptions } from "./device-events.js";
export type {
	Body,
	DeviceEvent,
	ErrorEvent,
	FrameEvent,
	ReceivedEvent,
	StateEvent,
	Usage,
} from "./events.js";
export { bodyOf } from "./events.js";
export { type Disturbed, type FaultCommand, type FaultsEvent, parseFaults } from "./faults.js";
export {
	Fleet,
	type FleetOptions,
	type FleetReport,
	type FleetStatus,
} from "./fleet/fleet.js";
export type { FleetDevice } from "./fleet/fleet-member.js";
export type { LatencySummary } from "./fleet/latencies.js";
export { LineSplitter, type LineSplitterOptions } from "./line-splitter.js";
export { frameLine, type RecordingHeader, record, withoutSecrets } from "./recorder.js";
