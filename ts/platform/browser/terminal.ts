/** A page has none: plain text of the usual width. */
export const terminal = () => ({ columns: 80, hasColours: false });
