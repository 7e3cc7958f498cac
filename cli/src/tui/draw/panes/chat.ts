import type { ChatModel } from "../../device-model.js";
import { bold, dim, type Row, span } from "../span.js";
import { transcriptRows } from "./transcript.js";

/** Who one is in a chat, the rooms, and what is said. */
export function chatRows(chat: ChatModel, columns: number, height: number): readonly Row[] {
	const { user, room, roomName, rooms, transcript } = chat;
	const here = roomName ?? room;
	const head: Row = [
		bold(user ?? "–"),
		dim(" in "),
		here === null ? dim("no room") : bold(here),
		dim(rooms.length > 1 ? "   rooms " : ""),
		span(rooms.length > 1 ? rooms.map(({ name }) => name).join(", ") : ""),
	];
	return [head, [], ...transcriptRows(transcript.items, columns, height - 2)];
}
