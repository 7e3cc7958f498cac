// A lamp: says what it is to show, and ends once it is switched off after having been on.
import { CloudClient } from "@gw-sim/client/cloud";

const [url = "ws://127.0.0.1:4000/cloud"] = process.argv.slice(2);
const lamp = new CloudClient({ url, secret: process.env.GW_SIM_SECRET ?? "cloud-my-butt" });
let wasOn = false;

lamp.on("link", (link) => console.log("link", link));
lamp.on("problem", ({ message }) => console.error(message));
const switchedOff = new Promise((resolve) => {
	lamp.on("show", (show) => {
		console.log("shows", JSON.stringify(show));
		if (show.mode === "off" && wasOn) resolve();
		wasOn = show.mode !== "off";
	});
});

await lamp.connect();
await switchedOff;
await lamp.disconnect();
