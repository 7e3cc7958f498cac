import { firmware115200 } from "./firmware-image-115200.js";
import { firmware500000 } from "./firmware-image-500000.js";

/** Our firmware for each baud rate that it is built for, as Intel hex. */
export const firmwareHex: Readonly<Record<"115200" | "500000", string>> = {
	"115200": firmware115200,
	"500000": firmware500000,
};
