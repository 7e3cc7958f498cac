import type { Frame } from "@gw-sim/core";
import type { Dial, Socket } from "@gw-sim/transport";

/** One connection in the hands of somebody in the middle. */
export interface Wire {
	readonly url: string;
	/** Gives the client a frame that the gateway did not send. */
	deliver(frame: Frame): void;
	/** Gives the gateway a frame that the client did not send. */
	send(frame: Frame): void;
	/** Cuts the connection. */
	cut(): void;
}

/** What becomes of a connection; what it has no say in passes. */
export interface Tampering {
	/** Dialled instead. */
	readonly url?: string;
	/** From the gateway: what the client gets instead. */
	incoming?(frame: Frame): readonly Frame[];
	/** From the client: what the gateway gets instead. */
	outgoing?(frame: Frame): readonly Frame[];
	/** Cuts connections that are to be closed. */
	readonly cuts?: boolean;
}

/** Dials through somebody who tampers with every connection. */
export function tamperedDial(dial: Dial, tamper: (wire: Wire) => Tampering): Dial {
	return (request) => {
		let deliver: (frame: Frame) => void = () => {};
		const wire: Wire = {
			url: request.url,
			deliver: (frame) => deliver(frame),
			send: (frame) => socket.send(frame),
			cut: () => socket.terminate(),
		};
		const { url = request.url, incoming, outgoing, cuts = false } = tamper(wire);
		const socket = dial({ ...request, url });
		const send = (frame: Frame): void => {
			for (const sent of outgoing?.(frame) ?? [frame]) socket.send(sent);
		};
		const tampered: Socket = {
			get bufferedBytes() {
				return socket.bufferedBytes;
			},
			listen(listener) {
				deliver = (frame) => listener.frame(frame);
				socket.listen({
					opened: () => listener.opened?.(),
					activity: () => listener.activity?.(),
					closed: (info) => listener.closed(info),
					frame: (frame) => {
						for (const got of incoming?.(frame) ?? [frame]) listener.frame(got);
					},
				});
			},
			send,
			sendShared: ({ frame }) => send(frame),
			close: (code, reason) => (cuts ? socket.terminate() : socket.close(code, reason)),
			pause: () => socket.pause(),
			resume: () => socket.resume(),
			terminate: () => socket.terminate(),
		};
		return tampered;
	};
}
