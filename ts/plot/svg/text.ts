const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML does not allow, not even escaped. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Escapes text for an element or an attribute; characters that XML does not allow become U+FFFD. */
export function escapeText(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"]/g, (one) => ESCAPES[one] ?? one);
}

/** Attributes with lengths in pixels, which are rounded. */
const LENGTHS = /^(d|x|y|x1|x2|y1|y2|cx|cy|r|dx|dy|width|height|transform|points)$/;

/** Values of more characters are paths whose points lie about a pixel apart. */
const LONG = 4000;

/**
 * Rounds lengths to a hundredth of a pixel, those of long paths to a tenth: nobody sees the difference, and a curve needs
 * half as many characters.
 */
export function rounded(name: string, value: string): string {
  if (!LENGTHS.test(name)) return value;
  const perPixel = value.length > LONG ? 10 : 100;
  return value.replace(/-?\d+\.\d{2,}(e-?\d+)?/g, (one) => {
    return String(Math.round(Number(one) * perPixel) / perPixel);
  });
}
