import type { AreaNode, Category, Coded, Status } from "../types";
import { nameOf } from "./language";

/** The lists that give codes their names. Loaded once. */
export class Catalog {
	readonly category: ReadonlyMap<string, Category>;
	readonly department: ReadonlyMap<string, Coded>;
	readonly status: ReadonlyMap<string, Status>;

	constructor(
		readonly categories: Category[],
		readonly departments: Coded[],
		readonly statuses: Status[],
	) {
		this.category = new Map(categories.map((item) => [item.code, item]));
		this.department = new Map(departments.map((item) => [item.code, item]));
		this.status = new Map(statuses.map((item) => [item.code, item]));
	}

	categoryName(code: string): string {
		const found = this.category.get(code);
		return found ? nameOf(found) : code;
	}

	departmentName(code: string | null): string {
		const found = code === null ? undefined : this.department.get(code);
		return found ? nameOf(found) : (code ?? "");
	}

	statusName(code: string): string {
		const found = this.status.get(code);
		return found ? nameOf(found) : code;
	}

	childrenOf(parent_code: string): Category[] {
		return this.categories.filter((item) => item.parent_code === parent_code);
	}
}

/** The five-tier tree of areas, by code. */
export class AreaTree {
	readonly nodes: ReadonlyMap<string, AreaNode>;

	constructor(readonly items: AreaNode[]) {
		this.nodes = new Map(items.map((item) => [item.code, item]));
	}

	get(code: string | null): AreaNode | undefined {
		return code === null ? undefined : this.nodes.get(code);
	}

	/** From the city down to the area itself. */
	chain(code: string | null): AreaNode[] {
		const chain: AreaNode[] = [];
		for (let node = this.get(code); node; node = this.get(node.parent_code)) chain.unshift(node);
		return chain;
	}

	isWithin(code: string, ancestor: string | null): boolean {
		if (ancestor === null) return true;
		for (let node = this.get(code); node; node = this.get(node.parent_code)) if (node.code === ancestor) return true;
		return false;
	}

	/** Areas whose name or code holds the words, the closest first, at most `limit`. */
	search(words: string, limit: number): AreaNode[] {
		const wanted = words.trim().toLowerCase();
		if (!wanted) return [];
		const ranked: [number, AreaNode][] = [];
		for (const node of this.items) {
			const rank = matchRank(node, wanted);
			if (rank < 4) ranked.push([rank, node]);
		}
		ranked.sort(([a, m], [b, n]) => a - b || m.tier - n.tier || m.code.localeCompare(n.code));
		return ranked.slice(0, limit).map(([, node]) => node);
	}
}

function matchRank(node: AreaNode, wanted: string): number {
	let best = 4;
	for (const text of [node.name, node.name_zh, node.code]) {
		const found = text?.toLowerCase() ?? "";
		if (found === wanted) best = Math.min(best, 0);
		else if (found.startsWith(wanted) || found.endsWith(` ${wanted}`)) best = Math.min(best, 1);
		else if (found.includes(` ${wanted}`)) best = Math.min(best, 2);
		else if (found.includes(wanted)) best = Math.min(best, 3);
	}
	return best;
}
