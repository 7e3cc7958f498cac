import type { Socket, SocketListener } from "./socket.js";

/** Stands in for a connection that could not even be tried, and tells so as any other failure. */
export function failedSocket(message: string): Socket {
	let listener: SocketListener | undefined;
	const nothing = (): void => {};
	queueMicrotask(() =>
		listener?.closed({ code: 1006, reason: "", failure: { kind: "other", message } }),
	);
	return {
		bufferedBytes: 0,
		listen(to) {
			listener = to;
		},
		send: nothing,
		sendShared: nothing,
		close: nothing,
		pause: nothing,
		resume: nothing,
		terminate: nothing,
	};
}
