import { type Span, span, type Tone } from "./span.js";

/** By code; each is one column wide in every terminal, as emoji are not. */
const signs: Readonly<Record<string, readonly [text: string, tone: Tone]>> = {
	1: ["↑", "warn"],
	2: ["↓", "warn"],
	3: ["☼", "warn"],
	4: ["∩", "info"],
	5: ["╷", "info"],
	6: ["↯", "accent"],
	7: ["*", "info"],
	8: ["≈", "info"],
	9: ["~", "info"],
};

/** A weather as a sign of one column. */
export function weatherSign(code: string): Span {
	const [text, tone] = signs[code] ?? [" ", "info"];
	return span(text, { tone });
}
