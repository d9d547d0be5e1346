const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML allows in no form. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text for an element or an attribute. */
export function escapeText(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"]/g, (one) => ESCAPES[one] ?? one);
}

/** Attributes whose long decimals say nothing. */
const LENGTHS = /^(d|x|y|x1|x2|y1|y2|cx|cy|r|dx|dy|width|height|transform|points)$/;

/** A hundredth of a pixel is enough for every length; without this a curve would be twice as long. */
export function rounded(name: string, value: string): string {
  if (!LENGTHS.test(name)) return value;
  return value.replace(/-?\d+\.\d{3,}(e-?\d+)?/g, (one) => String(Math.round(Number(one) * 100) / 100));
}
