import { type MessageKey, t } from "./language";

const LABELS: Record<string, MessageKey> = {
	gap: "finding_gap",
	overlap: "finding_overlap",
	invalid: "finding_invalid",
	straddles_parent: "finding_straddles_parent",
	outside_parent: "finding_outside_parent",
	duplicate_id: "finding_duplicate_id",
	empty: "finding_empty",
	missing_code: "finding_missing_code",
	code_mismatch: "finding_code_mismatch",
};

/** What a kind of finding is called; a kind that the page does not know yet keeps its own name. */
export function findingKind(kind: string): string {
	return LABELS[kind] ? t(LABELS[kind]) : kind;
}
