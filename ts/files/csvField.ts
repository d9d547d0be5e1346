/** What a field may hold only in quotation marks, besides the delimiter. */
const special = /["\r\n]/;

/**
 * A text as one field of a CSV record: in quotation marks, with those inside doubled, where it holds a quotation mark, a
 * line break or the delimiter; otherwise as it is.
 *
 * @example csvField('5" pipe') // "5"" pipe"
 * @see RFC 4180, section 2
 */
export function csvField(text: string, delimiter = ','): string {
  const isPlain = !text.includes(delimiter) && !special.test(text);
  return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
}
