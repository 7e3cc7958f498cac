import { type Frame, integer, type Random, seededRandom } from "@gw-sim/core";
import {
	clientFrame,
	TcpClient,
	upgradeRequest,
} from "../../../packages/server/src/testing/tcp-client.js";
import { amount } from "./amount.js";
import { oneIn } from "./chance.js";
import { Tally } from "./tally.js";

const lanes = 12;
const perBatch = 30;

export interface Attack {
	readonly name: string;
	/** HTTP origin of the server. */
	readonly url: string;
	/** Of the endpoint, with its query. */
	readonly path: string;
	/** Sent before anything else. */
	readonly first?: Frame;
	frame(random: Random): Frame;
	/** Bytes of a message, or of a ping, whose answer holds the mark; sent at the end. */
	last(mark: string): Buffer;
	/** Told of every frame that came in answer to lawful bytes. */
	came(text: string): void;
}

/**
 * Sends messages over many sockets. Whole frames have to be survived, or end in a close; after bytes
 * that were damaged the client just hangs up. Resolves with what became of the connections.
 */
export async function attack(target: Attack, messages: number): Promise<Tally> {
	const ends = new Tally();
	let batches = Math.ceil(messages / perBatch);
	const lane = async (): Promise<void> => {
		while (batches > 0) ends.add(await visit(target, --batches));
	};
	await Promise.all(Array.from({ length: lanes }, lane));
	return ends;
}

async function visit(target: Attack, number: number): Promise<string> {
	const random = seededRandom(`${amount.seed}/${target.name}/sockets/${number}`);
	const frames = Array.from({ length: perBatch }, () => bytesOf(target.frame(random)));
	const client = await TcpClient.connect(target.url);
	const request = upgradeRequest().replace(/^GET \S+/, `GET ${target.path}`);
	const first = target.first === undefined ? [] : [bytesOf(target.first)];
	if (oneIn(random, 5)) {
		await client.write(request, ...first, damaged(random, Buffer.concat(frames)));
		if (oneIn(random, 2)) await client.until(() => client.frames.length > 0);
		client.reset();
		return "hung up";
	}
	const mark = `mark-${number}`;
	await client.write(request, ...first, ...frames, target.last(mark));
	let seen = 0;
	let isMarked = false;
	await client.until(() => {
		for (const { opcode, payload } of client.frames.slice(seen)) {
			seen++;
			const text = payload.toString();
			isMarked ||= (opcode === 1 || opcode === 10) && text.includes(mark);
			if (opcode === 1) target.came(text);
		}
		return isMarked;
	});
	if (!isMarked) return `closed ${client.closeCode}`;
	if (oneIn(random, 2)) client.reset();
	else client.tcp.end(clientFrame(0x88, Uint8Array.of(3, 232)));
	return "survived";
}

function bytesOf(frame: Frame): Buffer {
	return clientFrame(typeof frame === "string" ? 0x81 : 0x82, frame);
}

/** Some bits turned, and perhaps cut: broken lengths, opcodes, masks and UTF-8. */
function damaged(random: Random, bytes: Buffer): Buffer {
	for (let flips = integer(random, 1, 8); flips > 0; flips--) {
		const at = integer(random, 0, bytes.length - 1);
		bytes[at] = (bytes[at] ?? 0) ^ (1 << integer(random, 0, 7));
	}
	return oneIn(random, 2) ? bytes : bytes.subarray(0, integer(random, 0, bytes.length));
}
