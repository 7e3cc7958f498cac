/** A puff device: firmware states, thermal model, and the device on its gateway. */
export { type PuffCommand, puffCommands } from "./commands.js";
export { nextChangeAt, puffFirmware } from "./firmware.js";
export {
	type HeatRefusal,
	type PowerUp,
	type PuffDeed,
	type PuffFirmwareEffect,
	type PuffFirmwareInput,
	type PuffFirmwareState,
	puffPowerUp,
} from "./firmware-state.js";
export { type HeatState, heatNames } from "./heat-state.js";
export { puffName } from "./name.js";
export type { PuffDeviceOptions } from "./options.js";
export { type Profile, type ProfileName, profileNames, profiles } from "./profiles.js";
export { PuffDevice } from "./puff-device.js";
export type { BodyShown, PuffShown } from "./shown.js";
export { type Chamber, type Ripple, seededRipple, temperatureAt } from "./thermal.js";
