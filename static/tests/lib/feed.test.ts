import { describe, expect, it } from "vitest";
import { Feed } from "../../src/lib/feed";

/** A server that answers when told to. */
function slowServer() {
	const waiting: {
		address: string;
		signal: AbortSignal;
		answer: (text: string) => void;
		fail: (error: Error) => void;
	}[] = [];
	const load = (address: string, signal: AbortSignal) =>
		new Promise<string>((answer, fail) => waiting.push({ address, signal, answer, fail }));
	return { waiting, load };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("a feed", () => {
	it("asks once per address, and forgets the answer to a question no longer asked", async () => {
		const { waiting, load } = slowServer();
		let address = "/a";
		const feed = new Feed(() => address, load);
		feed.refresh();
		feed.refresh();
		address = "/b";
		feed.refresh();
		expect(waiting.map((one) => one.address)).toEqual(["/a", "/b"]);
		expect(waiting[0].signal.aborted).toBe(true);
		waiting[1].answer("b");
		waiting[0].answer("a");
		await settled();
		expect(feed.state).toMatchObject({ status: "ready", data: "b" });
	});

	it("keeps what it had while it loads and when loading fails, and can try again", async () => {
		const { waiting, load } = slowServer();
		const feed = new Feed(() => "/a", load);
		feed.refresh();
		waiting[0].answer("old");
		await settled();
		feed.reload();
		expect(feed.state).toMatchObject({ status: "loading", data: "old" });
		waiting[1].fail(new Error("gone"));
		await settled();
		expect(feed.state).toMatchObject({ status: "error", data: "old" });
		feed.reload();
		waiting[2].answer("new");
		await settled();
		expect(feed.state).toMatchObject({ status: "ready", data: "new" });
	});

	it("is idle where the view asks nothing", () => {
		const { waiting, load } = slowServer();
		const feed = new Feed(() => null, load);
		feed.refresh();
		expect(feed.state.status).toBe("idle");
		expect(waiting).toEqual([]);
	});
});
