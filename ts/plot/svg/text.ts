const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML allows in no form. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text for an element or an attribute. */
export function escapeText(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"]/g, (one) => ESCAPES[one] ?? one);
}

/** Attributes whose long decimals say nothing. */
const LENGTHS = /^(d|x|y|x1|x2|y1|y2|cx|cy|r|dx|dy|width|height|transform|points)$/;

/** Paths with so many characters have points about a pixel apart. */
const LONG = 4000;

/**
 * A hundredth of a pixel is enough for every length, a tenth for those of long paths; without this a curve would need
 * twice as much room.
 */
export function rounded(name: string, value: string): string {
  if (!LENGTHS.test(name)) return value;
  const perPixel = value.length > LONG ? 10 : 100;
  return value.replace(/-?\d+\.\d{2,}(e-?\d+)?/g, (one) => {
    return String(Math.round(Number(one) * perPixel) / perPixel);
  });
}
