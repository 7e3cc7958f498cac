import type { JsonValue } from "@gw-sim/core";

interface ControlRequest {
	/** What stood in the place of `:name` segments. */
	readonly params: Readonly<Record<string, string>>;
	/** The JSON body of a write; null where a GET or a DELETE has none. */
	readonly body: JsonValue;
	/** The body as it came, for calls whose numbers need every digit; empty where there is none. */
	readonly text: string;
}

export interface ControlAnswer {
	readonly status: number;
	readonly body: unknown;
}

/** One call of the control API. */
export interface ControlRoute {
	readonly method: "GET" | "POST" | "PUT" | "DELETE";
	/** Below `/api/v0`, as in `/locks/:uuid`. */
	readonly path: string;
	handle(request: ControlRequest): ControlAnswer | Promise<ControlAnswer>;
}

/** The body of every refusal. */
export function refusal(status: number, code: string, message: string): ControlAnswer {
	return { status, body: { error: { code, message } } };
}
