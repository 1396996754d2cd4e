const STORE = "own-reports";
const MOST = 50;

/** Keys of the reports sent from this device, the newest first; they stay in this browser. */
export const ownReports = {
	all(): string[] {
		try {
			const kept: unknown = JSON.parse(localStorage.getItem(STORE) ?? "[]");
			return Array.isArray(kept) ? kept.filter((key): key is string => typeof key === "string") : [];
		} catch {
			return [];
		}
	},
	add(key: string): void {
		try {
			localStorage.setItem(STORE, JSON.stringify([key, ...this.all()].slice(0, MOST)));
		} catch {
			// A browser that keeps nothing still shows the key once.
		}
	},
};
