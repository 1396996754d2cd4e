import type { Api } from "../api";
import { h } from "../lib/dom";
import { texts } from "../lib/language";
import { command } from "../messages/command";

interface Wall {
	name: string;
	views: string[];
	seconds_per_view: number;
}
const CHECK_MS = 60_000;

/** The key in the address of a wall screen, null on a person's page. */
export function wallKey(): string | null {
	return /^\/wall\/([\w-]+)$/.exec(location.pathname)?.[1] ?? null;
}

/** Shows the link's views in turn, and nothing once it was withdrawn. */
export async function startWall(api: Api, key: string): Promise<Wall> {
	const path = `/wall-links/open/${encodeURIComponent(key)}`;
	const wall = await api.get<Wall>(path);
	document.documentElement.classList.add("is-wall");
	const now = sessionStorage.getItem("wall-view");
	const index = Number(now ?? 0) % wall.views.length;
	const view = new URLSearchParams(wall.views[index]);
	history.replaceState(null, "", `${location.pathname}?${view}`);
	if (wall.views.length > 1)
		setTimeout(() => {
			sessionStorage.setItem("wall-view", String(index + 1));
			location.reload();
		}, wall.seconds_per_view * 1000);
	setInterval(() => api.get(path).catch((error: { status?: number }) => error.status === 404 && goDark()), CHECK_MS);
	return wall;
}

function goDark(): void {
	document.body.replaceChildren(h("main", { class: "start-problem" }, h("h1", {}, texts(command)("wall_gone"))));
}
