import { escapeText, rounded } from './text.js';

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** What an attribute may be set to; null and undefined leave it out. */
export type AttributeValue = string | number | null | undefined;

/**
 * An element of an SVG document: as much of the DOM's interface as the charting library uses, without a browser.
 * Pages are drawn with it, too, so that a picture is the same everywhere.
 */
export class SvgElement {
  readonly namespaceURI = NAMESPACE;
  readonly children: (SvgElement | string)[] = [];
  readonly #attributes = new Map<string, string>();

  constructor(
    readonly tagName: string,
    readonly ownerDocument: unknown = svgDocument,
  ) {}

  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null;
  }

  hasAttribute(name: string): boolean {
    return this.#attributes.has(name);
  }

  setAttribute(name: string, value: unknown): void {
    this.#attributes.set(name, rounded(name, String(value)));
  }

  setAttributeNS(_namespace: string, name: string, value: unknown): void {
    this.setAttribute(name, value);
  }

  removeAttribute(name: string): void {
    this.#attributes.delete(name);
  }

  appendChild<Child extends SvgElement | string>(child: Child): Child {
    this.children.push(child);
    return child;
  }

  insertBefore(child: SvgElement, next: SvgElement | null): SvgElement {
    const place = next === null ? -1 : this.children.indexOf(next);
    this.children.splice(place < 0 ? this.children.length : place, 0, child);
    return child;
  }

  get textContent(): string {
    return this.children.map((child) => (typeof child === 'string' ? child : child.textContent)).join('');
  }

  set textContent(text: unknown) {
    this.children.splice(0, this.children.length, String(text));
  }

  /** All elements below, and this one, in the order of the document. */
  *descendants(): Generator<SvgElement> {
    yield this;
    for (const child of this.children) if (typeof child !== 'string') yield* child.descendants();
  }

  /** The source text. */
  toString(): string {
    const attributes = [...this.#attributes].map(([name, value]) => ` ${name}="${escapeText(value)}"`);
    const content = this.children.map((child) =>
      typeof child === 'string' ? escapeText(child) : String(child),
    );
    const start = `<${this.tagName}${attributes.join('')}`;
    return content.length === 0 ? `${start}/>` : `${start}>${content.join('')}</${this.tagName}>`;
  }
}

/** The document that elements are made by. */
export const svgDocument = {
  createElementNS: (_namespace: string, name: string) => new SvgElement(name),
  /** Elements are made in its name. */
  get documentElement(): SvgElement {
    return new SvgElement('svg');
  },
};

/** An element with attributes and content. */
export function svg(
  name: string,
  attributes: Readonly<Record<string, AttributeValue>> = {},
  ...content: readonly (SvgElement | string)[]
): SvgElement {
  const element = new SvgElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) element.setAttribute(key, value);
  }
  for (const child of content) element.appendChild(child);
  return element;
}
