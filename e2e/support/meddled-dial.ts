import {
	type ExactJson,
	type Frame,
	isExactJsonObject,
	parseExactJson,
	stringifyExactJson,
} from "@gw-sim/core";
import type { Dial, SharedFrame, Socket, SocketListener } from "@gw-sim/transport";

/** A frame's JSON, to be changed in place. */
export interface Editable {
	[key: string]: ExactJson | undefined;
	cnf?: ExactJson;
}

/** What may be made of a frame: nothing, itself, or others. */
type Meddle = (frame: Editable) => readonly ExactJson[];

/** How one connection is spoilt. */
export interface Meddler {
	readonly in?: Meddle;
	readonly out?: Meddle;
	/** Sent by itself as soon as the connection is open. */
	readonly first?: ExactJson;
	/** Another code than the one with which the other end closed. */
	closedWith?(code: number): number;
	/** Another code than the one to close with; null cuts the connection. */
	closesWith?(code: number): number | null;
}

/** A dial on whose connections everything may be changed: a broken gateway, or a broken client. */
export function meddledDial(dial: Dial, meddler: () => Meddler): Dial {
	return (request) => new MeddledSocket(dial(request), meddler());
}

/** Changes members of a frame's `cnf`; `undefined` takes one away. */
export function editCnf(frame: Editable, more: Editable): ExactJson {
	const { cnf } = frame;
	return isExactJsonObject(cnf) ? edited(frame, { cnf: edited(cnf, more) }) : edited(frame, {});
}

/** Changes members of a frame; `undefined` takes one away. */
export function edited(frame: Editable, more: Editable): ExactJson {
	const all = Object.entries({ ...frame, ...more });
	return Object.fromEntries(
		all.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
	);
}

class MeddledSocket implements Socket {
	readonly #socket: Socket;
	readonly #meddler: Meddler;

	constructor(socket: Socket, meddler: Meddler) {
		this.#socket = socket;
		this.#meddler = meddler;
	}

	get bufferedBytes(): number {
		return this.#socket.bufferedBytes;
	}

	listen(listener: SocketListener): void {
		const { first, closedWith, in: meddle } = this.#meddler;
		this.#socket.listen({
			opened: () => {
				if (first !== undefined) this.#socket.send(stringifyExactJson(first));
				listener.opened?.();
			},
			frame: (frame) => {
				for (const changed of changedBy(meddle, frame)) listener.frame(changed);
			},
			closed: (info) => listener.closed({ ...info, code: closedWith?.(info.code) ?? info.code }),
		});
	}

	send(frame: Frame): void {
		for (const changed of changedBy(this.#meddler.out, frame)) this.#socket.send(changed);
	}

	sendShared({ frame }: SharedFrame): void {
		this.send(frame);
	}

	close(code = 1005, reason?: string): void {
		const { closesWith } = this.#meddler;
		const changed = closesWith === undefined ? code : closesWith(code);
		if (changed === null) this.#socket.terminate();
		else this.#socket.close(changed, reason);
	}

	pause(): void {
		this.#socket.pause();
	}

	resume(): void {
		this.#socket.resume();
	}

	terminate(): void {
		this.#socket.terminate();
	}
}

function changedBy(meddle: Meddle | undefined, frame: Frame): readonly Frame[] {
	const value =
		meddle === undefined || typeof frame !== "string" ? undefined : parseExactJson(frame, 64);
	return meddle === undefined || !isExactJsonObject(value)
		? [frame]
		: meddle({ ...value }).map(stringifyExactJson);
}
