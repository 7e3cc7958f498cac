import { systemClock } from "@gw-sim/transport";
import { expect, onTestFinished, test } from "vitest";
import { LedDriver } from "../driver/led-driver.js";
import { hasPty, RawPty } from "../testing/raw-pty.js";
import { encodeFrame } from "../wire/protocols.js";
import { openSerialLine } from "./open-serial-line.js";
import type { LineRequest } from "./serial-line.js";

async function plugged(): Promise<RawPty> {
	const pty = new RawPty();
	onTestFinished(() => pty[Symbol.asyncDispose]());
	await pty.plugIn();
	return pty;
}

const pseudo = test.skipIf(!hasPty);

/** Every byte once. */
const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

function request({ path }: RawPty, over: Partial<LineRequest> = {}): LineRequest {
	return { path, baud: 115_200, received: () => {}, lost: () => {}, ...over };
}

pseudo("bytes go both ways unchanged, whatever they are", async () => {
	const pty = await plugged();
	let heard = Buffer.alloc(0);
	const line = await openSerialLine(
		request(pty, {
			received: (bytes) => {
				heard = Buffer.concat([heard, bytes]);
				if (heard.length === 256) pty.say("!");
			},
		}),
	);
	await line.write(everyByte);
	await pty.until(({ length }) => length === 256);
	expect(new Uint8Array(pty.received)).toEqual(everyByte);
	const answered = new Promise<void>((resolve) => {
		const look = (): void => (heard.length > 256 ? resolve() : void setImmediate(look));
		look();
	});
	pty.say(String.fromCharCode(...everyByte));
	await answered;
	expect(new Uint8Array(heard.subarray(0, 256))).toEqual(everyByte);
	await line.close(false);
});

pseudo.each([115_200, 250_000, 500_000, 1_000_000, 2_000_000])("%i baud", async (baud) => {
	const pty = await plugged();
	const line = await openSerialLine(request(pty, { baud }));
	await line.setBaud(115_200);
	await line.write(Uint8Array.of(1));
	await pty.until(({ length }) => length === 1);
	await line.close(false);
});

pseudo("a port that vanishes is told once, with the next write at the latest", async () => {
	const pty = await plugged();
	const losses: Error[] = [];
	let tell = (): void => {};
	const told = new Promise<void>((resolve) => {
		tell = resolve;
	});
	const lost = (error: Error): void => {
		losses.push(error);
		tell();
	};
	const line = await openSerialLine(request(pty, { lost }));
	await pty.pull();
	await expect(line.write(everyByte)).rejects.toThrow();
	await told;
	await expect(line.write(everyByte)).rejects.toThrow("closed");
	await line.close(true);
	expect(losses).toHaveLength(1);
});

pseudo("a port in use says who has it", async () => {
	const pty = await plugged();
	const line = await openSerialLine(request(pty));
	await expect(openSerialLine(request(pty))).rejects.toMatchObject({
		code: "port-busy",
		message: expect.stringMatching(/is in use by .+ \(process \d+\): close that first/),
	});
	await line.close(false);
	const again = await openSerialLine(request(pty));
	await again.close(false);
});

pseudo(
	"a driver shows frames through a real port, and comes back when that is back",
	async () => {
		const pty = await plugged();
		const leds = new LedDriver({ port: pty.path, leds: 2, clock: systemClock, random: () => 0 });
		leds.start();
		const frame = Uint8Array.of(1, 2, 3, 250, 251, 252);
		leds.show(frame);
		pty.say("Ada\n");
		const wire = Buffer.from(encodeFrame("adalight", frame));
		await pty.until((received) => received.includes(wire));
		await pty.pull();
		pty.received = Buffer.alloc(0);
		await pty.plugIn();
		await pty.until((received) => received.includes(wire));
		pty.received = Buffer.alloc(0);
		await leds.close();
		const black = Buffer.from(encodeFrame("adalight", new Uint8Array(6)));
		const isDark = (received: Buffer): boolean =>
			received.includes(Buffer.concat([black, black, black]));
		await pty.until(isDark);
	},
	15_000,
);
