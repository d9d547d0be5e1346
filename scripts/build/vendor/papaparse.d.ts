/** What `ts/data/csv/textRecords.ts` uses of Papa Parse. */
export interface ParserOptions {
  readonly delimiter: string;
  readonly newline: string;
}

export interface ParseError {
  /** `MissingQuotes` or `InvalidQuotes`. */
  readonly code: string;
  readonly row?: number;
}

interface Papa {
  parse(text: string, options: ParserOptions): { data: string[][]; errors: ParseError[] };
}

declare const papa: Papa;
export default papa;
