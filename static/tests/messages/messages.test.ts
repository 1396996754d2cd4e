import { expect, it } from "vitest";
import { en } from "../../src/messages/en";
import { zh } from "../../src/messages/zh";

const keys = Object.keys(en) as (keyof typeof en)[];
const gaps = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

it("both languages have the same texts", () => {
	expect(Object.keys(zh).sort()).toEqual([...keys].sort());
});

it.each(keys)("%s has words in both languages and fills the same gaps", (key) => {
	expect(en[key].trim()).not.toBe("");
	expect(zh[key].trim()).not.toBe("");
	expect(gaps(zh[key])).toEqual(gaps(en[key]));
});

it("Chinese texts use Chinese punctuation between Chinese characters", () => {
	const wrong = keys.filter((key) => /[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]/.test(zh[key]));
	expect(wrong).toEqual([]);
});

it("every text that differs between one and many holds the count", () => {
	const counted = keys.filter((key) => en[key].includes("|"));
	expect(counted.filter((key) => !en[key].includes("{count}"))).toEqual([]);
});
