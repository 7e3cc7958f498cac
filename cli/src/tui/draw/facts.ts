import { dim, type Row, span } from "./span.js";
import { fit } from "./width.js";

/** A name and what it is. */
export type Fact = readonly [name: string, value: Row];

const nameColumns = 9;

export function factRows(facts: readonly Fact[]): readonly Row[] {
	return facts.map(([name, value]) => [dim(fit(name, nameColumns)), ...value]);
}

/** A value that is known, or a sign that it is not. */
export function known(value: string | null): Row {
	return value === null ? [dim("–")] : [span(value)];
}
