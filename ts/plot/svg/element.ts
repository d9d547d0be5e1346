import { escapeText, rounded } from './text.js';

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** Value of an attribute; null and undefined leave the attribute out. */
export type AttributeValue = string | number | null | undefined;

/**
 * An element of an SVG document, with the part of the DOM's interface that the charting library uses. It needs no browser,
 * and is used in browsers, too, so that a picture is the same everywhere.
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
    const index = next === null ? -1 : this.children.indexOf(next);
    this.children.splice(index < 0 ? this.children.length : index, 0, child);
    return child;
  }

  get textContent(): string {
    return this.children.map((child) => (typeof child === 'string' ? child : child.textContent)).join('');
  }

  set textContent(text: unknown) {
    this.children.splice(0, this.children.length, String(text));
  }

  /** This element and all below it, in the order of the document. */
  *descendants(): Generator<SvgElement> {
    yield this;
    for (const child of this.children) if (typeof child !== 'string') yield* child.descendants();
  }

  /** The source text of the element. */
  toString(): string {
    const attributes = [...this.#attributes].map(([name, value]) => ` ${name}="${escapeText(value)}"`);
    const content = this.children.map((child) =>
      typeof child === 'string' ? escapeText(child) : String(child),
    );
    const start = `<${this.tagName}${attributes.join('')}`;
    return content.length === 0 ? `${start}/>` : `${start}>${content.join('')}</${this.tagName}>`;
  }
}

/** The document that the charting library creates elements with. */
export const svgDocument = {
  createElementNS: (_namespace: string, name: string) => new SvgElement(name),
  /** The root element, whose namespace the charting library reads. */
  get documentElement(): SvgElement {
    return new SvgElement('svg');
  },
};

/** Creates an element with attributes and content. */
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
