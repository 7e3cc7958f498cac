import { EventEmitter } from "node:events";

/** Stands in for a terminal where Ink would draw: what is to be seen goes past it. */
export class InkOutput extends EventEmitter {
	/** What Ink lays out for. */
	columns = 80;

	write(): boolean {
		return true;
	}

	/** For Ink, which uses nothing of a stream but what is here. */
	asStream(): NodeJS.WriteStream {
		return this as unknown as NodeJS.WriteStream;
	}
}
