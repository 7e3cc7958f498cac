/**
 * Whose fault an error is, which decides who has to act: the `peer` sent something wrong, the
 * `caller` used us wrongly, the `environment` (network, disk, another process) failed, or it is a
 * `bug` of ours.
 */
export type Fault = "peer" | "caller" | "environment" | "bug";

export interface GwErrorOptions {
	/** Stable, for programs; the message is for people and may change. */
	readonly code: string;
	readonly cause?: unknown;
}

/** The base of every error that this project throws on purpose. */
export abstract class GwError extends Error {
	abstract readonly fault: Fault;
	readonly code: string;

	constructor(message: string, options: GwErrorOptions) {
		super(message, options.cause === undefined ? undefined : { cause: options.cause });
		this.name = new.target.name;
		this.code = options.code;
	}
}

/** A peer's bytes do not mean anything in its protocol. */
export class DecodeError extends GwError {
	override readonly fault = "peer";
	/** The close code that the protocol answers with. */
	readonly closeCode: number;

	constructor(message: string, options: GwErrorOptions & { readonly closeCode: number }) {
		super(message, options);
		this.closeCode = options.closeCode;
	}
}

/** An argument, an option or a configuration key is wrong. The message says how to mend it. */
export class UsageError extends GwError {
	override readonly fault = "caller";

	constructor(message: string, options: Partial<GwErrorOptions> = {}) {
		super(message, { code: "bad-usage", ...options });
	}
}

/** Something outside the program failed: a port is taken, a disk is full, a peer cannot be reached. */
export class EnvironmentError extends GwError {
	override readonly fault = "environment";
}

/** The connection ended, or was never there, before the work was done. */
export class ClosedError extends GwError {
	override readonly fault = "environment";
}

/** Nothing answered in time. */
export class TimeoutError extends GwError {
	override readonly fault = "environment";
	readonly afterMs: number;

	constructor(message: string, options: GwErrorOptions & { readonly afterMs: number }) {
		super(message, options);
		this.afterMs = options.afterMs;
	}
}

/** The peer understood and said no. */
export class RefusedError extends GwError {
	override readonly fault = "peer";
}

/** The message of anything that can be thrown. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
