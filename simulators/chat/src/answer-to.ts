import type { ChatClient, Snowflake } from "@gw-sim/client/chat";
import { type Clock, ClosedError, TimeoutError } from "@gw-sim/core";

const timeoutMs = 10_000;

/**
 * Moves to a room and resolves when the gateway has done that.
 * @throws TimeoutError `timeout`; ClosedError `closed` where the link is lost before.
 */
export function answerTo(client: ChatClient, room: Snowflake, clock: Clock): Promise<void> {
	return new Promise((resolve, reject) => {
		client.moveTo(room);
		const off = [
			client.on("roomMoved", ({ id }) => {
				if (id === room) end();
			}),
			client.on("link", () => end(new ClosedError("the link was lost", { code: "closed" }))),
			clock.after(timeoutMs, () =>
				end(
					new TimeoutError("the gateway did not answer a move", {
						code: "timeout",
						afterMs: timeoutMs,
					}),
				),
			),
		];
		function end(error?: Error): void {
			for (const each of off) each();
			if (error === undefined) resolve();
			else reject(error);
		}
	});
}
