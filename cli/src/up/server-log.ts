import { isJsonObject, type JsonObject, parseJson, safe, safeJson } from "@gw-sim/core";

/** A line of the server's log; null where it is another. */
function logOf(line: string): JsonObject | null {
	const value = parseJson(line);
	return isJsonObject(value) && typeof value.level === "string" && typeof value.event === "string"
		? value
		: null;
}

/** Whether a line of the server's log tells of its daily work alone. */
export function isQuietLog(line: string): boolean {
	const level = logOf(line)?.level;
	return level === "info" || level === "debug";
}

/** A line of the server's log for people; another line as it is. */
export function logText(line: string): string {
	const log = logOf(line);
	if (log === null) return line;
	const { level, event, time: _, ...details } = log;
	const rest = Object.entries(details).map(
		([key, value]) => `${safe(key)}=${typeof value === "string" ? safe(value) : safeJson(value)}`,
	);
	return [String(level).padEnd(8), safe(String(event)), ...rest].join(" ");
}
