import { createHash } from "node:crypto";
import type { Sha256 } from "./sha256.js";

/** The hash in Node, at once. */
export const sha256: Sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");
