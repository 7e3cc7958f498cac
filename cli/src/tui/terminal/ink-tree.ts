import { type Instance, render } from "ink";
import type { ReactElement } from "react";
import { InkOutput } from "./ink-output.js";

export interface InkTreeOptions {
	readonly stdin: NodeJS.ReadStream;
	/** A component has thrown: there is no tree any more. */
	readonly failed: (error: unknown) => void;
}

/** A tree of components that Ink keeps, lays out, and gives the keys to. */
export class InkTree {
	readonly #options: InkTreeOptions;
	readonly #output = new InkOutput();
	#ink: Instance | null = null;

	constructor(options: InkTreeOptions) {
		this.#options = options;
	}

	/** Brings the tree up to date. */
	show(node: ReactElement, columns: number): void {
		this.#output.columns = columns;
		if (this.#ink === null) this.#ink = this.#mounted(node);
		else this.#ink.rerender(node);
	}

	unmount(): void {
		this.#ink?.unmount();
	}

	#mounted(node: ReactElement): Instance {
		const { stdin, failed } = this.#options;
		const ink = render(node, {
			stdin,
			stdout: this.#output.asStream(),
			// Without a throttle of its own, and without looking at the environment.
			debug: true,
			exitOnCtrlC: false,
			patchConsole: false,
			isScreenReaderEnabled: false,
		});
		ink.waitUntilExit().catch(failed);
		return ink;
	}
}
