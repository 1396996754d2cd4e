import { h } from "../lib/dom";
import { icon } from "../lib/icons";
import { type MessageKey, t } from "../lib/language";

export interface Shortcut {
	/** As `KeyboardEvent.key` names it. */
	key: string;
	/** A key of the common texts, or a page's own text. */
	label: MessageKey | { text: string };
	run: () => void;
}

export interface Shortcuts {
	show: () => void;
}

const SWITCH = "shortcuts";

/** Single-key shortcuts, listed by `?` and switchable off (WCAG 2.1.4). */
export function shortcuts(list: Shortcut[]): Shortcuts {
	const isOn = () => localStorage.getItem(SWITCH) !== "off";
	const dialog = h(
		"dialog",
		{ class: "dialog", "aria-labelledby": "shortcuts-title" },
		h(
			"header",
			{},
			h("h2", { id: "shortcuts-title" }, t("shortcuts")),
			h(
				"button",
				{ type: "button", class: "icon-button", "aria-label": t("close"), on: { click: () => dialog.close() } },
				icon("close"),
			),
		),
		h("dl", { class: "shortcut-list" }, ...[...list, { key: "?", label: "shortcut_help" as MessageKey }].map(line)),
		h(
			"label",
			{ class: "layer-label", for: "shortcuts-on" },
			h("span", {}, t("shortcuts_on")),
			h("input", {
				type: "checkbox",
				role: "switch",
				class: "switch",
				id: "shortcuts-on",
				set: { checked: isOn() },
				on: {
					change: (event) => localStorage.setItem(SWITCH, (event.target as HTMLInputElement).checked ? "on" : "off"),
				},
			}),
		),
	);
	const show = () => {
		if (!dialog.isConnected) document.body.append(dialog);
		if (!dialog.open) dialog.showModal();
	};
	document.addEventListener("keydown", (event) => {
		if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !isOn() || dialog.open) return;
		if (event.key === "?") show();
		const shortcut = list.find(({ key }) => key === event.key);
		if (!shortcut) return;
		event.preventDefault();
		shortcut.run();
	});
	return { show };
}

function line({ key, label }: Pick<Shortcut, "key" | "label">): HTMLElement {
	return h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, typeof label === "string" ? t(label) : label.text));
}

function isTyping(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && target.matches("input:not([type=checkbox]), select, textarea, [role=slider]");
}
