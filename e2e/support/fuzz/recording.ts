import type { Frame } from "@gw-sim/core";
import type { Dial, SharedFrame, Socket, SocketListener } from "@gw-sim/transport";
import { isMarkedObject, markedIn, member, numberIn, stringIn } from "./marked-json.js";
import type { Request, Step } from "./step.js";

/** What the clients of one conversation did, with `{{p0}}` for the session that p0 was given. */
export interface Transcript {
	readonly id: string;
	readonly steps: readonly Step[];
}

/** Writes down what clients do on the connections that they dial. */
export class Recording {
	readonly #now: () => number;
	readonly #steps: Step[] = [];
	/** Session ids by whom they were given to. */
	readonly #sessions = new Map<string, string>();
	#people = 0;
	/** When the last step was made. */
	#last = 0;

	/** @param now The time in ms, by which pauses are written down, too; none are without. */
	constructor(now: () => number = () => 0) {
		this.#now = now;
	}

	dial(dial: Dial): Dial {
		return (request) => {
			const who = `p${this.#people++}`;
			this.#add({
				do: "open",
				who,
				query: this.#named(new URL(request.url).search.slice(1)),
			});
			return new RecordedSocket(dial(request), {
				step: (step) => this.#add(step(who)),
				sent: (frame) => {
					const frames = [typeof frame === "string" ? this.#named(frame) : frame];
					this.#add({ do: "send", who, frames });
				},
				came: (frame) => {
					const session = sessionIn(frame);
					if (session !== null) this.#sessions.set(session, who);
				},
			});
		};
	}

	/** Somebody makes a plain request. */
	asked(request: Request): void {
		this.#add({ do: "ask", requests: [request] });
	}

	transcript(id: string): Transcript {
		return { id, steps: [...this.#steps] };
	}

	#add(step: Step): void {
		const now = this.#now();
		const ms = Math.round(now - this.#last);
		if (ms > 0) this.#steps.push({ do: "pause", ms });
		this.#last = now;
		this.#steps.push(step);
	}

	#named(text: string): string {
		let named = text;
		for (const [session, who] of this.#sessions) named = named.replaceAll(session, `{{${who}}}`);
		return named;
	}
}

interface Recorder {
	step(make: (who: string) => Step): void;
	sent(frame: Frame): void;
	came(frame: Frame): void;
}

class RecordedSocket implements Socket {
	readonly #socket: Socket;
	readonly #recorder: Recorder;
	#isOpen = true;

	constructor(socket: Socket, recorder: Recorder) {
		this.#socket = socket;
		this.#recorder = recorder;
	}

	get bufferedBytes(): number {
		return this.#socket.bufferedBytes;
	}

	listen(listener: SocketListener): void {
		this.#socket.listen({
			opened: () => listener.opened?.(),
			activity: () => listener.activity?.(),
			pinged: () => listener.pinged?.(),
			ponged: () => listener.ponged?.(),
			frame: (frame) => {
				this.#recorder.came(frame);
				listener.frame(frame);
			},
			closed: (info) => {
				this.#isOpen = false;
				listener.closed(info);
			},
		});
	}

	send(frame: Frame): void {
		if (this.#isOpen) this.#recorder.sent(frame);
		this.#socket.send(frame);
	}

	sendShared({ frame }: SharedFrame): void {
		this.send(frame);
	}

	ping(): void {
		if (this.#isOpen) this.#recorder.step((who) => ({ do: "ping", who }));
		this.#socket.ping?.();
	}

	close(code?: number, reason?: string): void {
		if (this.#isOpen)
			this.#recorder.step((who) => ({
				do: "close",
				who,
				...(code === undefined ? {} : { code }),
			}));
		this.#isOpen = false;
		this.#socket.close(code, reason);
	}

	terminate(): void {
		if (this.#isOpen) this.#recorder.step((who) => ({ do: "cut", who }));
		this.#isOpen = false;
		this.#socket.terminate();
	}

	pause(): void {
		this.#socket.pause();
	}

	resume(): void {
		this.#socket.resume();
	}
}

/** The session id in chat's 140, or in a room's profile; with puffs, the group that somebody made. */
function sessionIn(frame: Frame): string | null {
	const message = typeof frame === "string" ? markedIn(frame) : undefined;
	if (!isMarkedObject(message)) return null;
	const [cnf, data] = [member(message, "cnf"), member(message, "data")];
	if (message.f === "#140" && isMarkedObject(cnf)) return numberIn(member(cnf, "session_id"));
	const d = member(message, "d");
	if (message.t === "'GROUP_CREATE" && isMarkedObject(d)) return stringIn(member(d, "group_id"));
	const isProfile = message.type === "'profile" && isMarkedObject(data);
	return isProfile ? stringIn(member(data, "id")) : null;
}
