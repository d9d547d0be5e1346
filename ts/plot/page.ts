/** Types of a page's elements where the project knows them (lib `dom`), so that others need not. */
export type PageElement = typeof globalThis extends { Element: { prototype: infer Type } } ? Type : unknown;
export type PageSvg = typeof globalThis extends { SVGSVGElement: { prototype: infer Type } } ? Type : unknown;
