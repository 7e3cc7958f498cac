/** The store that keeps its rooms on disk; needs the optional package classic-level. */
export { type EmbeddedStoreOptions, openEmbeddedStore } from "./embedded-store.js";
