import { expect, test } from "vitest";
import { Emitter } from "./emitter.js";

interface Events {
	readonly number: number;
	readonly text: string;
}

test("listeners hear their own event, in the order in which they were added", () => {
	const emitter = new Emitter<Events>(() => {});
	const heard: unknown[] = [];
	emitter.on("number", (value) => heard.push(["first", value]));
	emitter.on("number", (value) => heard.push(["second", value]));
	emitter.on("text", (value) => heard.push(value));
	emitter.emit("number", 1);
	expect(heard).toEqual([
		["first", 1],
		["second", 1],
	]);
});

test("a listener that was added twice is taken away once", () => {
	const emitter = new Emitter<Events>(() => {});
	let calls = 0;
	const listener = (): void => {
		calls++;
	};
	const remove = emitter.on("number", listener);
	emitter.on("number", listener);
	remove();
	remove();
	emitter.emit("number", 1);
	expect(calls).toBe(1);
});

test("a listener that takes itself away does not make the next one miss the event", () => {
	const emitter = new Emitter<Events>(() => {});
	const heard: string[] = [];
	const remove = emitter.on("number", () => {
		heard.push("once");
		remove();
	});
	emitter.on("number", () => heard.push("always"));
	emitter.emit("number", 1);
	emitter.emit("number", 2);
	expect(heard).toEqual(["once", "always", "always"]);
});

test("a listener that throws is reported, and the others still hear", () => {
	const failures: unknown[] = [];
	const emitter = new Emitter<Events>((event, error) => failures.push([event, error]));
	const heard: number[] = [];
	const error = new Error("mine");
	emitter.on("number", () => {
		throw error;
	});
	emitter.on("number", (value) => heard.push(value));
	emitter.emit("number", 7);
	expect(heard).toEqual([7]);
	expect(failures).toEqual([["number", error]]);
});
