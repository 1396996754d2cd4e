import type { MessageKey } from "./language";

/** The 14 states in the five groups that a map can tell apart, each by colour and by shape. */
export const STATUS_GROUPS = ["new", "active", "paused", "done", "refused"] as const;
export type StatusGroup = (typeof STATUS_GROUPS)[number];

const GROUP_OF: Record<string, StatusGroup> = {
	reported: "new",
	verified: "new",
	filed: "new",
	dispatched: "active",
	processing: "active",
	returned: "active",
	extended: "active",
	feedback: "active",
	checking: "active",
	rework: "active",
	suspended: "paused",
	closed: "done",
	reviewed: "done",
	rejected: "refused",
};

export function statusGroup(status: string): StatusGroup {
	return GROUP_OF[status] ?? "active";
}

export function statusesIn(group: StatusGroup): string[] {
	return Object.keys(GROUP_OF).filter((status) => GROUP_OF[status] === group);
}

export function groupLabel(group: StatusGroup): MessageKey {
	return `status_${group}`;
}

/** Outlines in a box of side 2 around the origin. The same shapes are drawn on the map and in lists. */
export const GROUP_SHAPES: Record<StatusGroup, string> = {
	new: "M0,-1.1 L1.1,0.85 L-1.1,0.85 Z",
	active: "M-0.95,0 A0.95,0.95 0 1 0 0.95,0 A0.95,0.95 0 1 0 -0.95,0 Z",
	paused: "M-0.85,-0.85 H0.85 V0.85 H-0.85 Z",
	done: "M0,-1.1 L1.1,0 L0,1.1 L-1.1,0 Z",
	refused:
		"M-0.95,-0.5 L-0.5,-0.95 L0,-0.45 L0.5,-0.95 L0.95,-0.5 L0.45,0 L0.95,0.5 L0.5,0.95 L0,0.45 L-0.5,0.95 L-0.95,0.5 L-0.45,0 Z",
};
