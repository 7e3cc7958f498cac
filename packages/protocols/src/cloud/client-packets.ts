import { type Step, step } from "@gw-sim/core";
import { reset } from "./client-loss.js";
import { counted, shown } from "./client-memory.js";
import type { CloudClientEffect, Online } from "./client-state.js";
import type { ClientStep } from "./client-terms.js";
import { withPacket } from "./display.js";
import type { Packet } from "./messages.js";

/**
 * Applies packets in their order; what comes after a reset in the same frame is lost with it. Of
 * malformed ones only the first is told, since a frame may hold very many.
 */
export function receivedPackets(state: Online, packets: readonly Packet[]): ClientStep {
	const effects: CloudClientEffect[] = [];
	let online = state;
	let isRejected = false;
	for (const packet of packets) {
		if (packet.kind === "command" && packet.command === "reset") {
			const ended = reset(online);
			return { state: ended.state, effects: [...effects, ...ended.effects] };
		}
		const applied = apply(online, packet);
		online = applied.state;
		if (packet.kind !== "rejected" || !isRejected) effects.push(...applied.effects);
		isRejected ||= packet.kind === "rejected";
	}
	return { state: online, effects };
}

function apply(state: Online, packet: Packet): Step<Online, CloudClientEffect> {
	const { memory } = state;
	switch (packet.kind) {
		case "off":
		case "weather":
		case "color": {
			const told = shown(memory, withPacket(memory.display, packet));
			const isFirst = packet.kind === "color" && packet.miscoded && !memory.warned;
			return isFirst
				? step(
						{ ...state, memory: { ...told.memory, warned: true } },
						{ type: "miscoded" },
						...told.effects,
					)
				: { state: { ...state, memory: told.memory }, effects: told.effects };
		}
		case "command": {
			const { command } = packet;
			const debug = command === "debug-on" || (command !== "debug-off" && memory.debug);
			return step({ ...state, memory: { ...memory, debug } }, { type: "command", command });
		}
		case "unknown":
			return step({ ...state, memory: counted(memory, "unknown") });
		case "rejected": {
			const { text, reason } = packet;
			return step<Online, CloudClientEffect>(
				{ ...state, memory: counted(memory, "rejected") },
				{ type: "rejected", text, reason },
			);
		}
	}
}
