import { badOption, boolean, checkOptions, oneOf, positiveInteger } from '../../checks.js';

/** How the fields of a column are read: as numbers, as booleans (`true` becomes 1 and `false` 0), or as texts. */
export type CsvType = 'number' | 'boolean' | 'string';

export interface CsvOptions {
  /**
   * Whether the first record names the columns, or the names themselves where no record does; by default the first record
   * names them unless it has a number in it.
   */
  readonly header?: boolean | readonly string[] | undefined;
  /** The character between fields; by default the one of `,` `;` tab and `|` that splits the first records alike. */
  readonly delimiter?: string | undefined;
  /**
   * One type for all columns, or types by name or in order. Types that are left out are inferred: numbers where every field is one,
   * booleans where every field is `true` or `false`, otherwise text.
   */
  readonly types?: CsvType | readonly CsvType[] | Readonly<Record<string, CsvType>> | undefined;
  /**
   * What becomes of missing values: `'nan'` (the default) makes them NaN in columns of numbers and leaves texts as they
   * are, `'error'` throws a DataError with line and column, `'drop'` leaves their records out, a number replaces them.
   */
  readonly missing?: 'nan' | 'error' | 'drop' | number | undefined;
  /** Texts of fields that count as missing besides empty ones; by default NA, N/A, #N/A, NaN, nan, null, NULL, None. */
  readonly missingMarks?: readonly string[] | undefined;
  /** Number of lines before the table that are skipped; 0 by default. */
  readonly skipLines?: number | undefined;
  /** Any encoding that `TextDecoder` knows, such as `latin1`; `utf-8` by default. */
  readonly encoding?: string | undefined;
  /** Largest unpacked file accepted, in bytes; 2 GiB by default. */
  readonly maxBytes?: number | undefined;
}

export const csvOptionNames = [
  'header',
  'delimiter',
  'types',
  'missing',
  'missingMarks',
  'skipLines',
  'encoding',
  'maxBytes',
] satisfies (keyof CsvOptions)[];

/** Options with their defaults; those whose default depends on the file are undefined. */
export interface CsvSettings {
  readonly header: boolean | readonly string[] | undefined;
  readonly delimiter: string | undefined;
  readonly types: CsvOptions['types'];
  readonly missing: 'nan' | 'error' | 'drop' | number;
  readonly missingMarks: readonly string[];
  readonly skipLines: number;
  readonly encoding: string | undefined;
  readonly maxBytes: number;
}

const defaultMarks = ['NA', 'N/A', '#N/A', 'NaN', 'nan', 'null', 'NULL', 'None'];
const typeNames = ['number', 'boolean', 'string'] as const;

/** Refuses unknown options and unusable values before anything is read. */
export function readCsvOptions(options: CsvOptions, operation: string): CsvSettings {
  checkOptions(options, csvOptionNames, operation);
  const { header, delimiter, missing = 'nan', missingMarks = defaultMarks, types, skipLines = 0 } = options;
  const refuse = (name: keyof CsvOptions, expected: string, remedy: string): never => {
    throw badOption(name, options[name], expected, remedy, operation);
  };
  if (!(header === undefined || typeof header === 'boolean' || isTexts(header))) {
    refuse('header', 'it must be true, false or a list of names', "pass header: ['x', 'y']");
  }
  const isCharacter =
    typeof delimiter === 'string' && /^[\x09\x20-\x7e]$/.test(delimiter) && delimiter !== '"';
  if (!(delimiter === undefined || isCharacter)) {
    refuse('delimiter', 'it must be one ASCII character other than a quotation mark', "pass delimiter: ';'");
  }
  if (typeof missing === 'number' ? !Number.isFinite(missing) : !['nan', 'error', 'drop'].includes(missing)) {
    refuse('missing', "it must be 'nan', 'error', 'drop' or a finite number", "pass missing: 'drop'");
  }
  if (!isTexts(missingMarks) || missingMarks.some((mark) => mark !== mark.trim() || mark.includes('\n'))) {
    refuse(
      'missingMarks',
      'it must be a list of texts without blanks at their ends',
      "pass missingMarks: ['?']",
    );
  }
  if (types !== undefined) checkTypes(types, operation, refuse);
  if (skipLines !== 0) positiveInteger(skipLines, 'skipLines', operation);
  return {
    header: typeof header === 'boolean' ? boolean(header, 'header', operation) : header,
    delimiter,
    types,
    missing,
    missingMarks,
    skipLines,
    encoding: options.encoding,
    maxBytes: positiveInteger(options.maxBytes ?? 2 ** 31, 'maxBytes', operation),
  };
}

function checkTypes(
  types: unknown,
  operation: string,
  refuse: (name: keyof CsvOptions, expected: string, remedy: string) => never,
): void {
  const isMany = typeof types === 'object' && types !== null;
  if (!isMany && typeof types !== 'string') {
    refuse(
      'types',
      'it must be one type, a list of types or types by name',
      "pass types: { name: 'string' }",
    );
  }
  const all: unknown[] = isMany ? Object.values(types) : [types];
  for (const type of all) oneOf(type, typeNames, 'type', operation);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
