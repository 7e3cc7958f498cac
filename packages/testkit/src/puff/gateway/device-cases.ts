import type { ConformanceCase } from "../../conformance.js";
import { json, listedMember, missingData, notInGroup, userJoin } from "./frames.js";
import { gatewayCase } from "./gateway-case.js";
import type { PuffTarget } from "./target.js";

/** All that a device may tell, by whatever client. */
const wholeDevice = {
	temperature: 24,
	battery: 80,
	state: 5,
	activeColor: { r: 0, g: 128, b: 255 },
	totalDabs: 1234.5,
	chargeSource: 3,
	profileName: "Low",
	deviceName: "Puff \u{1f525}",
	brightness: 100,
	chamberType: 1,
	deviceModel: "12",
	deviceMac: "AA:BB:CC:DD:EE:FF",
	dabsPerDay: 2.75,
	profile: { name: "Low", temp: 254.4, time: "0:45", color: "#0000ff", intensity: 0.5 },
	stateTime: 12.5,
	utcTime: 1_676_943_000,
	lastDab: { timestamp: 1_676_943_000_000, totalTime: 45.5, nominalTemp: 254, actualTemp: 253 },
};

/** Op 4. */
export const deviceCases: readonly ConformanceCase<PuffTarget>[] = [
	gatewayCase(
		"device-reaches-the-others",
		"Op 4 brings every other member GROUP_USER_DEVICE_UPDATE with the d that was sent and the sender's device_type; the sender gets nothing",
		async (stage) => {
			const [party, a, b] = await stage.party(3);
			await party.report(a, wholeDevice);
			await a.settle();
			a.send(6, { device_type: "opal" });
			await party.expectOthers(a, party.userUpdate(a, { device_type: "opal" }));
			a.send(4, { battery: 79 });
			await party.expectOthers(a, party.deviceUpdate(a, { battery: 79 }, "opal"));
			await party.report(b, { battery: 12 });
		},
	),
	gatewayCase(
		"device-every-time",
		"Every op 4 is passed on, also one that tells nothing new, or nothing at all",
		async (stage) => {
			const [party, a] = await stage.party(2);
			for (const device of [{ battery: 80 }, { battery: 80 }, {}, { totalDabs: 5 }, {}])
				await party.report(a, device);
		},
	),
	gatewayCase(
		"device-is-passed-on-as-it-is",
		"Keys and values of a device may be anything: they are passed on as they are, to the last digit",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			for (const device of [
				'{"serialNumber":9007199254740993,"id":-6982582592583503353}',
				'{"temperature":null,"state":"idle","battery":-0.5,"n":[1,[2,{}],"x",true]}',
				'{"__proto__":{"state":6},"constructor":1,"":"","a b":{"c":null}}',
				'{"deviceName":"<b>\\"\\\\\\n\\u001b[2J\\u2028 \\ud83d\\udd25"}',
			]) {
				a.raw(`{"op":4,"d":${device}}`);
				await b.expect(party.deviceUpdate(a, json(device)));
			}
		},
	),
	gatewayCase(
		"device-is-merged-by-key",
		"The gateway keeps the last value of every key: objects in it are replaced, null is a value",
		async (stage) => {
			const [party, a] = await stage.party(2);
			for (const device of [
				{ battery: 80, profile: { name: "Low", temp: 254 }, deviceName: "x" },
				{ battery: 79, profile: { temp: 260 } },
				{ deviceName: null },
				{},
			])
				await party.report(a, device);
			const kept = { battery: 79, profile: { temp: 260 }, deviceName: null };
			const c = await stage.connect();
			const members = party.members.map(({ id }) =>
				listedMember(id, id === a.id ? { device_state: kept } : {}),
			);
			await c.join(party.id, { members: members.reverse() });
			await party.expectAll(userJoin(party.id, c.id));
		},
	),
	gatewayCase(
		"device-keys-have-any-name",
		"What a device tells is kept under any key, also one that languages keep for themselves",
		async (stage) => {
			const [party, a] = await stage.party(1);
			for (const name of ["__proto__", "constructor", "", "toString"])
				a.raw(`{"op":4,"d":{${JSON.stringify(name)}:{"x":1}}}`);
			await a.settle();
			const kept = '{"__proto__":{"x":1},"constructor":{"x":1},"":{"x":1},"toString":{"x":1}}';
			const b = await stage.connect();
			await b.join(party.id, { members: [listedMember(a.id, { device_state: json(kept) })] });
			await party.expectAll(userJoin(party.id, b.id));
		},
	),
	gatewayCase(
		"device-bad-data",
		"Op 4 without a d that is an object is SYNTAX_ERROR MISSING_DATA, and reaches nobody",
		async (stage) => {
			const [party, a, b] = await stage.party(2);
			for (const d of [undefined, null, "x", 6, true, [{ state: 6 }]]) {
				a.send(4, d);
				await a.expect(missingData);
			}
			await b.settle();
			await party.report(a, { battery: 80 });
		},
	),
	gatewayCase(
		"ops-outside-a-group",
		"Ops 4, 5 and 8 of who is in no group are GROUP_ACTION_ERROR NOT_IN_GROUP (the original falls silent for good)",
		async (stage) => {
			const member = await stage.connect();
			for (const [op, d] of [
				[4, wholeDevice],
				[5, { name: "x" }],
				[8, undefined],
			] as const) {
				member.send(op, d);
				await member.expect(notInGroup);
			}
			const party = await stage.gather(member);
			await party.inquire(member);
		},
	),
];
