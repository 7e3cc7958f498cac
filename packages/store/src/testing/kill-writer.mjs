// Counts up and votes in a store until it is killed or cannot write: node kill-writer.mjs FOLDER.
// Every line on stdout is one acknowledged command: "KEY VALUE" or "BALLOT CHOICE".
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

// Every voter goes round the same choices, so that each of them comes and goes all the time.
async function vote(ballot) {
	for (;;) {
		const earlier = await store.get("poll", ballot);
		const choice = String((Number(earlier ?? -1) + 1) % 5);
		await store.apply("poll", { type: "vote", key: "tally", ballot, choice, body: "vote" });
		writeSync(1, `${ballot} ${choice}\n`);
	}
}

writeSync(1, "open\n");
try {
	const counters = Array.from({ length: 16 }, (_, i) => count(`k${i}`));
	const voters = Array.from({ length: 4 }, (_, i) => vote(`b${i}`));
	await Promise.all([...counters, ...voters]);
} catch (error) {
	const { epoch } = (await store.load("r")).position;
	writeSync(1, `failed ${error.code} ${store.health().ok} ${epoch.length}\n`);
}
