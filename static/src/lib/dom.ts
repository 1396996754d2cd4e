/** Builds elements without ever parsing text as markup: data can only become text. */

export type Child = Node | string | number | null | undefined | false;
type Handler<K extends keyof HTMLElementEventMap> = (event: HTMLElementEventMap[K]) => void;

export interface Properties {
	class?: string;
	on?: { [K in keyof HTMLElementEventMap]?: Handler<K> };
	/** Set on the element itself (value, checked, disabled ...). */
	set?: Record<string, unknown>;
	[attribute: string]: unknown;
}

export function h<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	properties: Properties = {},
	...children: Child[]
): HTMLElementTagNameMap[K] {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(properties)) {
		if (value === undefined || value === null || value === false) continue;
		if (name === "on") listen(element, value as NonNullable<Properties["on"]>);
		else if (name === "set") Object.assign(element, value);
		else element.setAttribute(name, value === true ? "" : String(value));
	}
	append(element, children);
	return element;
}

function listen(element: HTMLElement, handlers: NonNullable<Properties["on"]>): void {
	for (const [type, handler] of Object.entries(handlers)) element.addEventListener(type, handler as EventListener);
}

export function append(element: Element | DocumentFragment, children: Child[]): void {
	for (const child of children) {
		if (child === null || child === undefined || child === false) continue;
		element.append(typeof child === "number" ? String(child) : child);
	}
}

export function replace(element: Element, ...children: Child[]): void {
	element.replaceChildren();
	append(element, children);
}

const SVG = "http://www.w3.org/2000/svg";

export function svg<K extends keyof SVGElementTagNameMap>(
	tag: K,
	attributes: Record<string, string | number>,
	...children: SVGElement[]
): SVGElementTagNameMap[K] {
	const element = document.createElementNS(SVG, tag);
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
	element.append(...children);
	return element;
}

/** A share of a bar, set through the object model because the page forbids style attributes. */
export function bar(share: number, className = "bar"): HTMLElement {
	const fill = h("span", { class: "bar-fill" });
	fill.style.inlineSize = `${Math.max(0, Math.min(1, share)) * 100}%`;
	return h("span", { class: className, "aria-hidden": "true" }, fill);
}
