import { texts } from "../lib/language";
import { caseActions } from "../messages/case-actions";
import { cases } from "../messages/cases";

export type CaseText = keyof typeof cases.en;

/** A text of these pages. */
export const ct = texts(cases);

const named = texts(caseActions);

/** What an action is called; an unknown one as the server wrote it. */
export function actionName(action: string): string {
	return action in caseActions.en ? named(action as keyof typeof caseActions.en) : action;
}
