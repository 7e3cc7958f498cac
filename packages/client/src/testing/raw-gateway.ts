import {
	type CloseInfo,
	type Dial,
	memoryDial,
	type Socket,
	type VirtualClock,
} from "@gw-sim/transport";

/** A chat gateway written by hand, text by text, so that client and gateway cannot share a mistake. */
export class RawGateway {
	readonly dialledAt: number[] = [];
	/** What the client sent, of all connections, to the letter. */
	readonly received: string[] = [];
	readonly receivedAt: number[] = [];
	readonly closes: CloseInfo[] = [];
	readonly closedAt: number[] = [];
	/** The first text on a connection; null for silence. */
	introduction: string | null = '{"f":100,"cnf":{"hb_int":20000}}';
	/** Texts in answer to one of the client's. */
	answer: (text: string) => readonly string[] = welcome();
	socket: Socket | null = null;
	readonly #clock: VirtualClock;

	constructor(clock: VirtualClock) {
		this.#clock = clock;
	}

	readonly dial: Dial = (request) => {
		this.dialledAt.push(this.#clock.now());
		return memoryDial(this.#clock, (socket) => {
			this.socket = socket;
			socket.listen({
				frame: (frame) => {
					this.received.push(String(frame));
					this.receivedAt.push(this.#clock.now());
					for (const text of this.answer(String(frame))) socket.send(text);
				},
				closed: (info) => {
					this.closes.push(info);
					this.closedAt.push(this.#clock.now());
				},
			});
			if (this.introduction !== null) socket.send(this.introduction);
		})(request);
	};

	send(...texts: readonly string[]): void {
		for (const text of texts) this.socket?.send(text);
	}

	/** Sends a fatal error, then closes. */
	end(error: number, code: number): void {
		this.send(`{"f":150,"cnf":{"c":${error},"d":true}}`);
		this.socket?.close(code);
	}

	/** When heartbeats came. */
	get beats(): number[] {
		return this.receivedAt.filter((_, i) => this.received[i] === '{"f":120}');
	}

	/** The client's texts but for its heartbeats. */
	get spoken(): string[] {
		return this.received.filter((text) => text !== '{"f":120}');
	}
}

/** Echoes heartbeats, and answers a 110 with this session, then with what was missed. */
export function welcome(
	sessionId = "9683494578353",
	{
		resumed = false,
		missed = [],
	}: { readonly resumed?: boolean; readonly missed?: readonly string[] } = {},
): (text: string) => readonly string[] {
	const session = `"v":6,"session_id":${sessionId},"enc_key":""`;
	return (text) => {
		if (text === '{"f":120}') return [text];
		if (!text.startsWith('{"f":110')) return [];
		return [`{"f":140,"cnf":{${session}${resumed ? ',"resumed":true' : ""}}}`, ...missed];
	};
}

/** The text of an event, as a gateway writes it. */
export function event(name: string, cnf: string, s: number): string {
	return `{"f":130,"e":"${name}","t":"${name}","cnf":${cnf},"s":${s}}`;
}

/** Somebody whose id no JavaScript number can hold. */
export const xFuney =
	'{"id":6982582592583503353,"name":"xFuney","uuid":"ccad","admin":false,"bio":"Toast."}';
