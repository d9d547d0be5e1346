import { type ErrorDetails, DataError } from '../../errors.js';

/** Parts of errors of the library that name options of the library: what to say instead on the command line. */
const replacements: Readonly<Record<string, (details: ErrorDetails) => Partial<ErrorDetails>>> = {
  'csv-not-a-number': () => ({ remedy: 'correct the cell, or name the columns to use with --features' }),
  'csv-missing': () => ({
    expected: 'each cell needs one',
    remedy: 'add it, or pass --missing drop, or --missing 0 for a number in its place',
  }),
  'csv-ragged': () => ({
    remedy: 'correct the line, or put fields that contain the delimiter in quotation marks',
  }),
  'text-encoding': () => ({ remedy: 'save the file as UTF-8' }),
  'image-size': ({ remedy }) => ({ remedy: remedy.replace(/size: \[(\d+), (\d+)\]/, '--size $1x$2') }),
  'image-folder': () => ({ remedy: 'put the images into one folder for each class' }),
};

/** Reads data; a DataError that the library throws becomes one of the command, in terms of the command line. */
export async function withCommandErrors<T>(command: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const { code, actual, expected, remedy } = error;
    const details = { code, operation: command, actual, expected, remedy };
    throw new DataError({ ...details, ...replacements[code]?.(details) }, { cause: error });
  }
}
