import type { Key } from "../key.js";
import type { Model } from "../model.js";

/** How a model reaches a person, and keys the model. */
export interface Face {
	draw(model: Model): void;
	/** The terminal's content is not what was drawn last. */
	invalidate(): void;
	/** Takes the terminal, or takes it again. */
	open(): void;
	/** Gives it back as it was, at once. */
	close(): void;
	/** Lets the keys go. */
	stop(): void;
}

export interface FaceOptions {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly pressed: (keys: readonly Key[]) => void;
	/** It can draw no more. */
	readonly failed: (error: unknown) => void;
}
