// Two puff devices in one group: one asks who is ready, both are, and the gateway starts the heating.
import { PuffClient } from "@gw-sim/client/puff";

const [url = "ws://127.0.0.1:4000/socket"] = process.argv.slice(2);
const devices = ["Ann", "Bob"].map((name) => new PuffClient({ url, name }));
const [ann, bob] = devices;

for (const device of devices) {
	device.on("problem", ({ message }) => console.error(message));
	device.sendDeviceState({ state: 5, temperature: 24, battery: 80, totalDabs: 0 });
	await device.connect();
}
const { groupId } = await ann.createGroup("Kitchen");
for (const device of devices) await device.joinGroup(groupId);

bob.on("inquiry", () => {
	console.log("asked: is everybody ready?");
	for (const device of devices) device.sendDeviceState({ state: 6 });
});
const heating = new Promise((resolve) => bob.on("startHeating", resolve));
ann.inquire();
await heating;
console.log("heating");
for (const device of devices) await device.disconnect();
