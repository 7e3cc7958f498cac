// Counts up in a store until it is killed or cannot write: node kill-writer.mjs FOLDER.
// Every line on stdout is one acknowledged command: "KEY VALUE".
import { writeSync } from "node:fs";
import { openEmbeddedStore } from "../../dist/embedded/index.js";

const store = await openEmbeddedStore({
	folder: process.argv[2],
	random: Math.random,
	clock: { now: () => performance.now(), after: () => () => {} },
});

async function count(key) {
	for (;;) {
		const { value } = await store.apply("r", { type: "add", key, delta: "1", body: "+1" });
		writeSync(1, `${key} ${value}\n`);
	}
}

writeSync(1, "open\n");
try {
	await Promise.all(Array.from({ length: 16 }, (_, i) => count(`k${i}`)));
} catch (error) {
	const { epoch } = (await store.load("r")).position;
	writeSync(1, `failed ${error.code} ${store.health().ok} ${epoch.length}\n`);
}
