import { texts } from "../lib/language";
import { responsibilities } from "../messages/responsibilities";

export const rt = texts(responsibilities);

/** Who acts in one area, and which rule says so. */
export interface Win {
	area_code: string;
	department_code: string;
	assist_codes: string[];
	from_area_code: string;
	from_category_code: string;
}
export interface Rule {
	category_code: string;
	area_code: string;
	department_code: string;
	assist_codes: string[];
}
