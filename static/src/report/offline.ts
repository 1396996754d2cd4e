/** The page as an application of its own: its service worker, and Background Sync where a browser has it. */
export const SYNC_TAG = "send-reports";
export const KEEP = "keep-page";

interface SyncManager {
	register(tag: string): Promise<void>;
}

/** Installs the worker, and has it keep what this page is made of. */
export async function startOffline(): Promise<void> {
	if (!("serviceWorker" in navigator)) return;
	try {
		await navigator.serviceWorker.register("/report-worker.js", { scope: "/report" });
		const { active } = await navigator.serviceWorker.ready;
		active?.postMessage(KEEP);
	} catch {
		// Without a worker the page works as long as it is open; drafts are kept all the same.
	}
}

/** Asks the browser to wake the worker when the network returns, even when no page is open then. */
export async function askForSync(): Promise<void> {
	try {
		const registration = await navigator.serviceWorker?.getRegistration("/report");
		const { sync } = (registration ?? {}) as { sync?: SyncManager };
		await sync?.register(SYNC_TAG);
	} catch {
		// Not allowed here: the page's own timer goes on.
	}
}
