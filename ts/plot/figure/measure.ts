import { ADVANCES } from './advances.js';

/** Width of each character of the font, as a share of its size. */
const widths = new Map<string, number>();
for (const [width, characters] of ADVANCES) for (const one of characters) widths.set(one, width / 1000);

/** Assumed width of a character that the font lacks: most scripts it lacks are wide. */
const FOREIGN = 1;

/** Width of a line of text in pixels. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const one of text) width += widths.get(one) ?? FOREIGN;
  return width * size;
}

/** Whether the font of this package has all characters of a text. */
export function isCovered(text: string): boolean {
  for (const one of text) if (!widths.has(one) && one !== '\n') return false;
  return true;
}

/** The text, shortened and with an ellipsis where it is wider than `room`. */
export function fitted(text: string, size: number, room: number): string {
  if (textWidth(text, size) <= room) return text;
  const characters = Array.from(text);
  while (characters.length > 0 && textWidth(`${characters.join('')}…`, size) > room) characters.pop();
  return `${characters.join('')}…`;
}
