import { type CPU, usart0Config } from "avr8js";
import { ByteQueue } from "./byte-queue.js";
import { clockHz } from "./mcu.js";
import { SerialLink } from "./serial-link.js";

/** Bits of UCSR0A and UCSR0B (ATmega328P data sheet, sections 19.10.2 and 19.10.3). */
const statusBit = {
	received: 0x80,
	transmitted: 0x40,
	dataEmpty: 0x20,
	frameError: 0x10,
	overrun: 0x08,
	doubleSpeed: 0x02,
	multiProcessor: 0x01,
} as const;
const controlBit = {
	receivedInterrupt: 0x80,
	transmittedInterrupt: 0x40,
	dataEmptyInterrupt: 0x20,
	receiverOn: 0x10,
	transmitterOn: 0x08,
} as const;

const writableStatus = statusBit.doubleSpeed | statusBit.multiProcessor;

/** Characters that the receiver holds besides the one in its shift register. */
const fifoDepth = 2;

export interface UartOptions {
	readonly cpu: CPU;
	/** What the other end sends and receives with. */
	readonly hostBaud: number;
	/** A byte has reached the other end. */
	readonly transmitted: (byte: number) => void;
}

interface Received {
	readonly byte: number;
	readonly hasFrameError: boolean;
}

/** What went over the line so far. */
export interface UartCounters {
	/** Characters that the receiver has read off the line, whole or not. */
	bytesIn: number;
	/** Bytes that have reached the other end. */
	bytesOut: number;
	/** Characters that were overwritten because the program had not read those before them. */
	overruns: number;
	/** Characters without a stop bit, in either direction. */
	frameErrors: number;
	/** Bytes of the other end that found no room in front of the line. */
	refused: number;
}

/**
 * The ATmega328P's USART 0, asynchronous and 8N1: with the silicon's two characters of buffer behind
 * the shift register and its overrun flag, and with characters that take their time on the line.
 */
export class Uart {
	readonly counters: UartCounters = {
		bytesIn: 0,
		bytesOut: 0,
		overruns: 0,
		frameErrors: 0,
		refused: 0,
	};
	readonly #cpu: CPU;
	readonly #fromHost: SerialLink;
	readonly #toHost: SerialLink;
	readonly #queue = new ByteQueue();
	#fifo: Received[] = [];
	/** Complete, and waiting in the shift register for room. */
	#waiting: Received | undefined;
	/** In the transmitter's buffer, behind its shift register. */
	#buffered: number | undefined;

	constructor({ cpu, hostBaud, transmitted }: UartOptions) {
		this.#cpu = cpu;
		const hostBit = (): number => clockHz / hostBaud;
		const ownBit = (): number => this.#bitCycles();
		this.#fromHost = new SerialLink({
			cpu,
			sentBitCycles: hostBit,
			readBitCycles: ownBit,
			next: () => this.#nextFromHost(),
			read: (byte, hasFrameError) => this.#received({ byte, hasFrameError }),
		});
		this.#toHost = new SerialLink({
			cpu,
			sentBitCycles: ownBit,
			readBitCycles: hostBit,
			next: () => this.#nextToHost(),
			sent: () => this.#characterSent(),
			read: (byte, hasFrameError) => {
				this.counters.bytesOut++;
				if (hasFrameError) this.counters.frameErrors++;
				transmitted(byte);
			},
		});
		this.#hookRegisters();
		this.reset();
	}

	/** Bytes of the other end that wait for their turn on the line. */
	get pending(): number {
		return this.#queue.length;
	}

	/** The baud rate that the program has set. */
	get baud(): number {
		return clockHz / this.#bitCycles();
	}

	/** Bytes that the other end sends, one after another at its baud rate. */
	receive(bytes: Uint8Array): void {
		this.counters.refused += bytes.length - this.#queue.push(bytes);
		this.#fromHost.wake();
	}

	/** As the silicon is after a reset; the other end goes on. */
	reset(): void {
		const { data } = this.#cpu;
		data[usart0Config.UCSRA] = statusBit.dataEmpty;
		data[usart0Config.UCSRB] = 0;
		data[usart0Config.UCSRC] = 0x06;
		this.#fifo = [];
		this.#waiting = undefined;
		this.#buffered = undefined;
		this.#fromHost.resetReceiver();
		this.#toHost.resetSender();
	}

	#hookRegisters(): void {
		const cpu = this.#cpu;
		const { UCSRA, UCSRB, UDR } = usart0Config;
		cpu.writeHooks[UCSRA] = (value) => {
			if (value & statusBit.transmitted) cpu.clearInterrupt(transmittedInterrupt);
			this.#status = (this.#status & ~writableStatus) | (value & writableStatus);
			return true;
		};
		cpu.writeHooks[UCSRB] = (value, before) => {
			cpu.data[UCSRB] = value;
			if ((value & controlBit.receiverOn) === 0) this.#flushReceiver();
			else if ((before & controlBit.receiverOn) === 0) this.#fromHost.resetReceiver();
			for (const interrupt of [receivedInterrupt, dataEmptyInterrupt, transmittedInterrupt])
				cpu.updateInterruptEnable(interrupt, value);
			return true;
		};
		cpu.readHooks[UDR] = () => this.#readData();
		cpu.writeHooks[UDR] = (value) => {
			this.#writeData(value);
			return true;
		};
	}

	get #status(): number {
		return this.#cpu.data[usart0Config.UCSRA] ?? 0;
	}

	set #status(value: number) {
		this.#cpu.data[usart0Config.UCSRA] = value;
	}

	#isOn(bit: number): boolean {
		return ((this.#cpu.data[usart0Config.UCSRB] ?? 0) & bit) !== 0;
	}

	/** Cycles of a bit (section 19.3.1); the frame format is taken for 8N1 whatever UCSR0C says. */
	#bitCycles(): number {
		const { data } = this.#cpu;
		const high = (data[usart0Config.UBRRH] ?? 0) & 0x0f;
		const low = data[usart0Config.UBRRL] ?? 0;
		return (this.#status & statusBit.doubleSpeed ? 8 : 16) * (high * 256 + low + 1);
	}

	#nextFromHost(): number | undefined {
		// A start bit while a character waits in the shift register is what overwrites that one.
		const byte = this.#queue.shift();
		if (byte !== undefined && this.#waiting !== undefined) {
			this.#waiting = undefined;
			this.counters.overruns++;
			this.#status |= statusBit.overrun;
		}
		return byte;
	}

	#received(character: Received): void {
		if (!this.#isOn(controlBit.receiverOn)) return;
		this.counters.bytesIn++;
		if (character.hasFrameError) this.counters.frameErrors++;
		if (this.#fifo.length === fifoDepth) this.#waiting = character;
		else {
			this.#fifo.push(character);
			this.#showFirst();
		}
	}

	#readData(): number {
		const first = this.#fifo.shift();
		if (this.#waiting !== undefined) {
			this.#fifo.push(this.#waiting);
			this.#waiting = undefined;
		}
		this.#status &= ~statusBit.overrun;
		this.#showFirst();
		return first?.byte ?? 0;
	}

	/** Flags of the character that is read next. */
	#showFirst(): void {
		const cpu = this.#cpu;
		const [first] = this.#fifo;
		const frameError = first?.hasFrameError === true ? statusBit.frameError : 0;
		this.#status = (this.#status & ~statusBit.frameError) | frameError;
		if (first === undefined) cpu.clearInterrupt(receivedInterrupt);
		else cpu.setInterruptFlag(receivedInterrupt);
	}

	#flushReceiver(): void {
		this.#fifo = [];
		this.#waiting = undefined;
		this.#status &= ~statusBit.overrun;
		this.#showFirst();
	}

	#writeData(value: number): void {
		// What is written to a buffer that is full, or without a transmitter, is ignored.
		if (!this.#isOn(controlBit.transmitterOn) || this.#buffered !== undefined) return;
		this.#buffered = value;
		this.#cpu.clearInterrupt(dataEmptyInterrupt);
		this.#toHost.wake();
	}

	/** From the buffer to the shift register, which leaves room for another. */
	#nextToHost(): number | undefined {
		const byte = this.#buffered;
		this.#buffered = undefined;
		if (byte !== undefined) this.#cpu.setInterruptFlag(dataEmptyInterrupt);
		return byte;
	}

	#characterSent(): void {
		if (this.#buffered === undefined) this.#cpu.setInterruptFlag(transmittedInterrupt);
	}
}

const flagRegister = usart0Config.UCSRA;
const enableRegister = usart0Config.UCSRB;

/** Stands until the program has read what came. */
const receivedInterrupt = {
	address: usart0Config.rxCompleteInterrupt,
	flagRegister,
	flagMask: statusBit.received,
	enableRegister,
	enableMask: controlBit.receivedInterrupt,
	constant: true,
};

/** Stands until the program has written something. */
const dataEmptyInterrupt = {
	address: usart0Config.dataRegisterEmptyInterrupt,
	flagRegister,
	flagMask: statusBit.dataEmpty,
	enableRegister,
	enableMask: controlBit.dataEmptyInterrupt,
	constant: true,
};

const transmittedInterrupt = {
	address: usart0Config.txCompleteInterrupt,
	flagRegister,
	flagMask: statusBit.transmitted,
	enableRegister,
	enableMask: controlBit.transmittedInterrupt,
};
