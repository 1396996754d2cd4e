/** The service worker of /report: the page, its scripts, its lists and the map last seen, without a network. */
import { DraftStore } from "./draft-store";
import { KEEP, SYNC_TAG } from "./offline";
import { Outbox } from "./outbox";

interface SyncEvent extends ExtendableEvent {
	tag: string;
}
interface ExtendableEvent extends Event {
	waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
	request: Request;
	respondWith(answer: Promise<Response>): void;
}
interface WorkerScope {
	addEventListener(type: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
	addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
	addEventListener(type: "message", listener: (event: ExtendableEvent & MessageEvent) => void): void;
	addEventListener(type: "sync", listener: (event: SyncEvent) => void): void;
	skipWaiting(): Promise<void>;
	clients: { claim(): Promise<void> };
	location: Location;
}
const worker = self as unknown as WorkerScope;

const PAGE = "/report";
const FILES = "/report/files.json";
const PAGE_CACHE = "report-page";
const TILE_CACHE = "report-tiles";
const LISTS = new Set(["/api/v1/city", "/api/v1/categories", "/api/v1/statuses"]);
const MOST_TILES = 1_500;
const PATIENCE_MS = 4_000;

worker.addEventListener("install", (event) => event.waitUntil(keepPage().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (event) => {
	if (event.data === KEEP) event.waitUntil(keepPage().catch(() => undefined));
});
worker.addEventListener("sync", (event) => {
	if (event.tag === SYNC_TAG) event.waitUntil(sendWaiting());
});
worker.addEventListener("fetch", (event) => {
	const { request } = event;
	const address = new URL(request.url);
	if (request.method !== "GET" || address.origin !== worker.location.origin) return;
	const path = address.pathname;
	if (request.mode === "navigate" && path === PAGE) event.respondWith(fresh(request, PAGE));
	else if (LISTS.has(path)) event.respondWith(fresh(request, path));
	else if (path.startsWith("/static/")) event.respondWith(kept(request));
	else if (path.startsWith("/tiles/base/")) event.respondWith(tile(event));
});

/** Keeps the page of now and drops the files of older builds. */
async function keepPage(): Promise<void> {
	const cache = await caches.open(PAGE_CACHE);
	const answer = await fetch(FILES, { cache: "no-cache" });
	if (!answer.ok) return;
	const { files } = (await answer.json()) as { files: string[] };
	const there = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
	await cache.addAll(files.filter((file) => !there.has(file)));
	await Promise.all([PAGE, ...LISTS].map((path) => renew(cache, path)));
	const wanted = new Set([...files, PAGE, ...LISTS]);
	const old = [...there].filter((path) => !wanted.has(path));
	await Promise.all(old.map((path) => cache.delete(path, { ignoreVary: true, ignoreSearch: true })));
}

async function renew(cache: Cache, path: string): Promise<void> {
	const answer = await fetch(path);
	if (answer.ok) await cache.put(path, answer);
}

/** What the server has now, or, without it, what was kept last. */
async function fresh(request: Request, key: string): Promise<Response> {
	const cache = await caches.open(PAGE_CACHE);
	const asked = fetch(request).then(async (answer) => {
		if (answer.ok) await cache.put(key, answer.clone());
		return answer;
	});
	asked.catch(() => undefined); // heard of below, or too late to matter
	const there = await cache.match(key, { ignoreVary: true });
	if (!there) return asked;
	const late = new Promise<Response>((done) => setTimeout(() => done(there), PATIENCE_MS));
	return Promise.race([asked, late]).catch(() => there);
}

/** Built files never change under the same name. */
async function kept(request: Request): Promise<Response> {
	return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

/** A tile that was seen is shown at once and renewed behind it. */
async function tile(event: FetchEvent): Promise<Response> {
	const cache = await caches.open(TILE_CACHE);
	const there = await cache.match(event.request, { ignoreVary: true });
	const asked = fetch(event.request).then(async (answer) => {
		if (answer.ok) await cache.put(event.request, answer.clone());
		return answer;
	});
	if (!there) {
		event.waitUntil(asked.then(() => makeRoom(cache)).catch(() => undefined));
		return asked;
	}
	event.waitUntil(asked.catch(() => undefined));
	return there;
}

async function makeRoom(cache: Cache): Promise<void> {
	const keys = await cache.keys(); // in the order that they came in
	await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_TILES)).map((key) => cache.delete(key)));
}

/** Raises while something is left, which makes the browser wake this worker again. */
async function sendWaiting(): Promise<void> {
	const outbox = new Outbox(await DraftStore.open(), "/api/v1");
	const { isDone } = await outbox.drain();
	if (!isDone) throw new Error("reports are still waiting");
}
