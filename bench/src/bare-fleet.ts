// The least that can be a fleet of locks: `ws` clients that join, and send a heartbeat each 30 s.
import { once } from "node:events";
import { WebSocket } from "ws";
import { obeyOrders } from "./fleet-order.js";

const heartbeatMs = 30_000;

obeyOrders(async (url, number) => {
	const serial = `bare-${number}`;
	const ws = new WebSocket(`${url}?name=${serial}&vsn=2.0.0`, { perMessageDeflate: false });
	await once(ws, "open");
	ws.send(JSON.stringify(["1", "1", `lock:${serial}`, "phx_join", {}]));
	const [reply] = (await once(ws, "message")) as [Buffer];
	if (!reply.toString().includes('"ok"')) throw new Error(`no join: ${reply}`);
	ws.on("message", (data) => JSON.parse(String(data)));
	let ref = 1;
	const beat = (): void =>
		ws.send(JSON.stringify([null, String(++ref), "phoenix", "heartbeat", {}]));
	setInterval(beat, heartbeatMs);
});
