/** What `ts/plot` uses of Observable Plot. */

/** A layer of a chart. */
export interface Mark {
  readonly data: unknown;
}

/** Names and values as Observable Plot documents them; a record, so that its types stay out of ours. */
export type Settings = Readonly<Record<string, unknown>>;

type MarkOf<Data> = (data: Data, options?: Settings) => Mark;
type Points = Iterable<unknown> | null;

/** Draws into the `document` of the settings, and returns the element. */
export function plot(options: Settings & { readonly marks: readonly Mark[] }): unknown;

export const areaY: MarkOf<Points>;
export const axisX: MarkOf<Points>;
export const axisY: MarkOf<Points>;
export const contour: MarkOf<ArrayLike<number>>;
export const dot: MarkOf<Points>;
export const gridX: MarkOf<Points>;
export const gridY: MarkOf<Points>;
export const line: MarkOf<Points>;
export const rect: MarkOf<Points>;
export const ruleX: MarkOf<Points>;
export const ruleY: MarkOf<Points>;
export const text: MarkOf<Points>;
export const vector: MarkOf<Points>;
export function frame(options?: Settings): Mark;
