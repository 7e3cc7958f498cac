// The emulated board in real time behind its port: `node lit-board.js LEDS BAUD` tells its parent the
// port's path first, and then of each frame when it was shown.
import { BoardPort, firmwareHex, parseIntelHex } from "@gw-sim/board";
import { systemClock, systemRandom } from "@gw-sim/transport";
import { epochMs, type Lit } from "./lit.js";

const [leds, baud] = process.argv.slice(2).map(Number);
const hex = baud === 500_000 ? firmwareHex[500000] : firmwareHex[115200];

const port = await BoardPort.open({
	flash: parseIntelHex(hex),
	leds: leds ?? 60,
	hostBaud: baud ?? 115_200,
	clock: systemClock,
	random: systemRandom,
	shown: ({ pixels: [red = 0, green = 0, blue = 0] }) => {
		const lit: Lit = { color: [red, green, blue], at: epochMs() };
		process.send?.(lit);
	},
});
process.send?.({ path: port.path });
process.on("disconnect", () => void port.close());
