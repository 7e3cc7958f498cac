import { inflateSync } from "node:zlib";
import { type Inflate, tooBig } from "./inflate.js";

/** By Node's own zlib, at once. */
export const inflate: Inflate = (deflated, maxBytes) => {
	try {
		return inflateSync(deflated, { maxOutputLength: maxBytes });
	} catch (error) {
		if (error instanceof RangeError) throw tooBig(maxBytes);
		throw error;
	}
};
