import { loadSerialPort } from "../serial/open-serial-line.js";
import { type SystemRoots, sysfsPorts } from "./sysfs.js";

/** A serial port, and what its USB device says of itself: text from outside, of any content. */
export interface ListedPort {
	/** As `/dev/ttyUSB0`. */
	readonly path: string;
	/** The name that stays the same wherever the board is plugged in, where there is one. */
	readonly byId: string | null;
	readonly vendor: string | null;
	readonly product: string | null;
	readonly serialNumber: string | null;
	/** Four hexadecimal digits. */
	readonly vendorId: string | null;
	/** Four hexadecimal digits. */
	readonly productId: string | null;
}

/**
 * The serial ports of this machine. Pseudo terminals are never among them.
 * @throws EnvironmentError `serialport-missing` elsewhere than on Linux, where the package
 * `serialport` has to be asked.
 */
export async function listPorts(roots: SystemRoots = {}): Promise<readonly ListedPort[]> {
	if (process.platform === "linux") return sysfsPorts(roots);
	const { SerialPort } = await loadSerialPort();
	const ports = await SerialPort.list();
	return ports.map(({ path, manufacturer, serialNumber, vendorId, productId }) => ({
		path,
		byId: null,
		vendor: manufacturer ?? null,
		product: null,
		serialNumber: serialNumber ?? null,
		vendorId: vendorId ?? null,
		productId: productId ?? null,
	}));
}
