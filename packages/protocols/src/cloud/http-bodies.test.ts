import {
	configBody,
	type Display,
	defaultManual,
	defaultWeather,
	readConfigChange,
	readShow,
	withConfigChange,
} from "@gw-sim/protocols/cloud";
import { expect, test } from "vitest";

const json = (text: string): unknown => JSON.parse(text);

test.each([
	['{"mode":"off"}', { mode: "off" }],
	[
		'{"mode":"weather","weather":5,"intensity":4.17}',
		{ mode: "weather", weather: 5, intensity: 4.17 },
	],
	['{"mode":"weather","weather":1,"intensity":0}', { mode: "weather", weather: 1, intensity: 0 }],
	['{"mode":"weather","weather":9,"intensity":10}', { mode: "weather", weather: 9, intensity: 10 }],
	[
		'{"mode":"color","color":[255,162,174],"pulse":9}',
		{ mode: "color", color: [255, 162, 174], pulse: 9 },
	],
	['{"mode":"color","color":[0,0,0]}', { mode: "color", color: [0, 0, 0], pulse: 0 }],
])("%s may be shown", (body, value) => {
	expect(readShow(json(body))).toEqual({ ok: true, value });
});

test.each([
	["null", /^the body needs an object, as in \{"mode":"color"/],
	["[]", /^the body needs an object/],
	['"off"', /^the body needs an object/],
	["{}", /^mode needs "off", "weather" or "color"/],
	['{"mode":0}', /^mode needs "off", "weather" or "color"/],
	['{"mode":"manual"}', /^mode needs/],
	['{"mode":"off","weather":3}', /^weather is not a key here/],
	['{"mode":"off","a\\u001b[2J":3}', /^a\\u001b\[2J is not a key here/],
	['{"mode":"weather","intensity":3}', /^weather is missing/],
	['{"mode":"weather","weather":3}', /^intensity is missing/],
	['{"mode":"weather","weather":0,"intensity":3}', /^weather needs a whole number from 1 to 9/],
	['{"mode":"weather","weather":10,"intensity":3}', /^weather needs/],
	['{"mode":"weather","weather":2.5,"intensity":3}', /^weather needs/],
	['{"mode":"weather","weather":"3","intensity":3}', /^weather needs/],
	['{"mode":"weather","weather":3,"intensity":-0.1}', /^intensity needs a number from 0 to 10/],
	['{"mode":"weather","weather":3,"intensity":10.1}', /^intensity needs/],
	['{"mode":"weather","weather":3,"intensity":1e999}', /^intensity needs/],
	['{"mode":"weather","weather":3,"intensity":null}', /^intensity needs/],
	['{"mode":"color","pulse":3}', /^color is missing/],
	['{"mode":"color","color":"1,2,3"}', /^color needs three whole numbers from 0 to 255/],
	['{"mode":"color","color":[1,2]}', /^color needs/],
	['{"mode":"color","color":[1,2,3,4]}', /^color needs/],
	['{"mode":"color","color":[1,2,256]}', /^color needs/],
	['{"mode":"color","color":[-1,2,3]}', /^color needs/],
	['{"mode":"color","color":[1.5,2,3]}', /^color needs/],
	['{"mode":"color","color":{"0":1,"1":2,"2":3,"length":3}}', /^color needs/],
	['{"mode":"color","color":[1,2,3],"pulse":10}', /^pulse needs a whole number from 0 to 9/],
	['{"mode":"color","color":[1,2,3],"pulse":-1}', /^pulse needs/],
	['{"mode":"color","color":[1,2,3],"pulse":1.5}', /^pulse needs/],
	['{"mode":"color","color":[1,2,3],"pulse":null}', /^pulse needs/],
])("%s may not be shown", (body, reason) => {
	expect(readShow(json(body))).toEqual({ ok: false, reason: expect.stringMatching(reason) });
});

const display: Display = {
	mode: "weather",
	weather: { weather: 5, intensity: 7 },
	manual: { color: [1, 2, 3], pulse: 4 },
};

test.each<[string, Partial<Display>]>([
	['{"mode":0}', { mode: "off" }],
	['{"mode":1}', { mode: "weather" }],
	['{"mode":2}', { mode: "color" }],
	['{"mode":2,"color":null,"pulse":null}', { mode: "color" }],
	['{"mode":2,"pulse":9}', { mode: "color", manual: { color: [1, 2, 3], pulse: 9 } }],
	['{"mode":2,"color":"7,8,9"}', { mode: "color", manual: { color: [7, 8, 9], pulse: 0 } }],
	[
		'{"mode":2,"color":"255,162,174","pulse":1}',
		{ mode: "color", manual: { color: [255, 162, 174], pulse: 1 } },
	],
	['{"mode":0,"color":"7,8,9","pulse":1}', { mode: "off", manual: { color: [7, 8, 9], pulse: 1 } }],
	['{"mode":1,"weather":9,"intensity":1,"other":{}}', { mode: "weather" }],
])("%s changes what the original's page changes", (body, changes) => {
	const reading = readConfigChange(json(body));
	if (!reading.ok) throw new Error(reading.reason);
	expect(withConfigChange(display, reading.value)).toEqual({ ...display, ...changes });
});

test.each([
	["null", /^the body needs an object, as in \{"mode":2/],
	["[2]", /^the body needs an object/],
	["{}", /^mode is missing/],
	['{"mode":null}', /^mode needs a number: 0 for off, 1 for weather, 2 for a colour/],
	['{"mode":"1"}', /^mode needs a number/],
	['{"mode":3}', /^mode needs a number/],
	['{"mode":1.5}', /^mode needs a number/],
	['{"mode":2,"color":[1,2,3]}', /^color needs three whole numbers from 0 to 255 in a text/],
	['{"mode":2,"color":"1,2"}', /^color needs/],
	['{"mode":2,"color":"1,2,3,4"}', /^color needs/],
	['{"mode":2,"color":"1,2,256"}', /^color needs/],
	['{"mode":2,"color":"1,2,-3"}', /^color needs/],
	['{"mode":2,"color":"1,2,3.5"}', /^color needs/],
	['{"mode":2,"color":"red"}', /^color needs/],
	['{"mode":2,"color":""}', /^color needs/],
	['{"mode":2,"color":"1,2,3:0]"}', /^color needs/],
	['{"mode":0,"color":"red"}', /^color needs/],
	['{"mode":2,"color":"1,2,3","pulse":"0"}', /^pulse needs a whole number from 0 to 9/],
	['{"mode":2,"color":"1,2,3","pulse":10}', /^pulse needs/],
])("%s is refused", (body, reason) => {
	expect(readConfigChange(json(body))).toEqual({
		ok: false,
		reason: expect.stringMatching(reason),
	});
});

test.each([
	[display, "weather"],
	[{ ...display, mode: "off" } as const, "off"],
	[{ ...display, mode: "color" } as const, "manual"],
])("GET /config tells everything, in the words of the original's page", (shown, mode) => {
	expect(configBody(shown)).toEqual({
		mode,
		weather: { weather: 5, intensity: 7 },
		manual: { color: "1,2,3", pulse: 4 },
	});
});

test("a new server would show clear weather and white", () => {
	const fresh: Display = { mode: "off", weather: defaultWeather, manual: defaultManual };
	expect(configBody(fresh)).toEqual({
		mode: "off",
		weather: { weather: 3, intensity: 9 },
		manual: { color: "255,255,255", pulse: 0 },
	});
});
