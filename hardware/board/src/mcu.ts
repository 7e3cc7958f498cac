import { EnvironmentError } from "@gw-sim/core";
import {
	AVRClock,
	AVRIOPort,
	AVRTimer,
	AVRWatchdog,
	avrInstruction,
	CPU,
	portBConfig,
	portCConfig,
	portDConfig,
	timer0Config,
	timer1Config,
	timer2Config,
	watchdogConfig,
} from "avr8js";

/** What the crystal of an Arduino Uno gives. */
export const clockHz = 16_000_000;

const sramBytes = 2048;

/** The bits of WDTCSR that allow it to be changed, and that it may have (data sheet, section 11.9.2). */
const watchdogChange = 0x18;

const firstRegister = 0x20;
const lastRegister = 0xff;

/** A CPU that tells of its resets: the peripherals of avr8js do not hear of them. */
class ResettableCpu extends CPU {
	/** Undefined while the constructor of its base runs, which resets, too. */
	wasReset: (() => void) | undefined;

	override reset(): void {
		super.reset();
		this.wasReset?.();
	}
}

/** An ATmega328P at 16 MHz without its UART: core, memories, ports, timers, watchdog. */
export class Mcu {
	readonly cpu: CPU;
	readonly portD: AVRIOPort;
	/** By the watchdog, or from outside. */
	resets = 0;
	readonly #flashWords: number;

	/**
	 * @param flash The program memory.
	 * @param wasReset Told of a reset, after its registers are what they are then.
	 */
	constructor(flash: Uint8Array, wasReset: () => void) {
		this.#flashWords = flash.length / 2;
		const cpu = new ResettableCpu(new Uint16Array(Uint8Array.from(flash).buffer), sramBytes);
		this.cpu = cpu;
		for (const port of [portBConfig, portCConfig]) new AVRIOPort(cpu, port);
		this.portD = new AVRIOPort(cpu, portDConfig);
		for (const timer of [timer0Config, timer1Config, timer2Config]) new AVRTimer(cpu, timer);
		new AVRWatchdog(cpu, watchdogConfig, new AVRClock(cpu, clockHz));
		cpu.wasReset = () => {
			this.resets++;
			this.#clearRegisters();
			wasReset();
		};
	}

	/**
	 * Runs until the clock has reached a cycle, or is past it by less than one instruction.
	 * @throws EnvironmentError `firmware-crashed` where the program returns to nowhere.
	 */
	runTo(cycle: number): void {
		const { cpu } = this;
		const execute = avrInstruction;
		while (cpu.cycles < cycle) {
			execute(cpu);
			cpu.tick();
		}
		if (Number.isNaN(cpu.pc))
			throw new EnvironmentError("the firmware has returned to beyond the end of its stack", {
				code: "firmware-crashed",
			});
		// The program counter of the silicon has no more bits than the flash needs.
		if (cpu.pc >= this.#flashWords) cpu.pc %= this.#flashWords;
	}

	/** As by the reset pin. */
	reset(): void {
		// Where the watchdog does it, too: avr8js keeps what is timed over a reset only there.
		this.cpu.addClockEvent(() => this.cpu.reset(), 1);
	}

	/** All but MCUSR, which says why there was a reset. */
	#clearRegisters(): void {
		const { cpu } = this;
		const { SP } = cpu;
		const { MCUSR, WDTCSR } = watchdogConfig;
		for (let register = firstRegister; register <= lastRegister; register++)
			if (register !== MCUSR && register !== WDTCSR) cpu.writeData(register, 0);
		cpu.SP = SP;
		// On the silicon it stays on until the program, which begins with that, switches it off; here
		// it would go off once more at once.
		for (const value of [watchdogChange, 0]) cpu.writeData(WDTCSR, value);
	}
}
