// A smart lock: joins its hub, waits to be paired, reads a tag, and ends.
import { LockClient } from "@gw-sim/client/lock";

const [url = "ws://127.0.0.1:4000/socket/websocket", serial = "front-door"] = process.argv.slice(2);
const lock = new LockClient({ url, serial });

lock.on("link", (link) => console.log("link", link));
lock.on("problem", ({ message }) => console.error(message));
const asked = new Promise((resolve) => lock.on("pair", resolve));

const { uuid } = await lock.connect();
console.log("joined as", uuid);
const params = await asked;
console.log("pairing", params.name);
await lock.completePair(params, "04A1B2C3");
console.log("paired");
await lock.disconnect();
