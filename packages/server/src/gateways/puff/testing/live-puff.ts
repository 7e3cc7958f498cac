import { inflateSync } from "node:zlib";
import { onTestFinished } from "vitest";
import { RawClient } from "../../../testing/raw-client.js";
import type { Message } from "./puff-bench.js";

/** A client over a real socket that has read its hello; cut with the test. */
export class LivePuff {
	readonly raw: RawClient;
	id = "";

	private constructor(raw: RawClient) {
		this.raw = raw;
	}

	static async open(url: string): Promise<LivePuff> {
		const puff = new LivePuff(await RawClient.open(url));
		onTestFinished(() => puff.raw.close());
		const hello = await puff.next();
		puff.id = (hello.d as { session_id: string }).session_id;
		return puff;
	}

	/** Without `d` where it is left out. */
	say(op: number, d?: unknown): this {
		this.raw.send({ op, d });
		return this;
	}

	async next(): Promise<Message> {
		const frame = await this.raw.next();
		return (
			frame instanceof Uint8Array ? JSON.parse(inflateSync(frame).toString()) : frame
		) as Message;
	}

	/** The data of the next event of this name; what comes before it is dropped. */
	async until(t: string): Promise<unknown> {
		for (;;) {
			const message = await this.next();
			if (message.t === t) return message.d;
		}
	}

	/** Makes a group and joins it. */
	async found(name = "G"): Promise<string> {
		const { group_id: id } = (await this.say(2, { name }).until("GROUP_CREATE")) as {
			group_id: string;
		};
		await this.join(id);
		return id;
	}

	join(id: string): Promise<unknown> {
		return this.say(1, { group_id: id }).until("JOINED_GROUP");
	}
}
