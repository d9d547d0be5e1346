import { classNames, countClasses, readClasses } from '../classes.js';
import { readTexts } from '../input.js';

/** What stands below an image. */
export interface Caption {
  readonly text: string;
  /** Whether the predicted class is another than the true one. */
  readonly isWrong: boolean;
}

interface CaptionOptions {
  readonly captions?: unknown;
  readonly truth?: unknown;
  readonly predicted?: unknown;
  readonly classes?: unknown;
}

/** The given texts, or the predicted class, and in brackets the true one where it is another. */
export function captionsOf(options: CaptionOptions, count: number, operation: string): Caption[] | undefined {
  const classes = (value: unknown, name: string) =>
    value === undefined ? undefined : readClasses(value, name, operation, count);
  const truth = classes(options.truth, 'truth');
  const predicted = classes(options.predicted, 'predicted');
  const known = [truth, predicted].filter((one) => one !== undefined);
  const names = classNames(options.classes, countClasses(...known), operation);
  const texts = readTexts(options.captions, 'captions', operation, count);
  if (known.length === 0 && !texts) return undefined;
  return Array.from({ length: count }, (_, index) => {
    const [is, said] = [truth?.[index], predicted?.[index]];
    const isWrong = is !== undefined && said !== undefined && is !== said;
    const name = names[said ?? is ?? 0] ?? '';
    return { text: texts?.[index] ?? (isWrong ? `${name} (${names[is] ?? ''})` : name), isWrong };
  });
}
