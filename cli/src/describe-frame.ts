import type { Frame } from "@gw-sim/core";

/**
 * A frame in a few words.
 * @throws DecodeError where it is none of its protocol's.
 */
export type DescribeFrame = (frame: Frame, dir: "in" | "out") => string;
