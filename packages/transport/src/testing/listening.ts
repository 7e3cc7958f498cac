import type { AddressInfo, Server, Socket as TcpSocket } from "node:net";

export interface Listening {
	readonly port: number;
	/** Cuts every connection and stops. */
	close(): Promise<void>;
}

/** Starts any server on a free port of the loopback interface. */
export async function listening(server: Server): Promise<Listening> {
	const open = new Set<TcpSocket>();
	server.on("connection", (tcp) => {
		open.add(tcp);
		tcp.on("close", () => open.delete(tcp));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		port: (server.address() as AddressInfo).port,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				for (const tcp of open) tcp.destroy();
			}),
	};
}
