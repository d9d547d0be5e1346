import type { ArrayLike } from '../../array.js';
import { classNames, countClasses, readClasses } from '../classes.js';
import { readTexts } from '../input.js';

/** The text below an image. */
export interface Caption {
  readonly text: string;
  /** Whether the predicted class is not the true one. */
  readonly isWrong: boolean;
}

/** Options of images with captions. */
export interface CaptionOptions {
  /** Height and width of flat images [n, pixels] that are not square. */
  readonly shape?: readonly number[] | undefined;
  /** A text below each image; by default the predicted class, and the true one in brackets where it is another. */
  readonly captions?: readonly string[] | undefined;
  /** True classes [n], or one-hot vectors [n, k]. */
  readonly truth?: ArrayLike | undefined;
  /** Predicted classes [n], or a model's outputs [n, k]; wrong ones are marked. */
  readonly predicted?: ArrayLike | undefined;
  /** Names of the classes; their numbers by default. */
  readonly classes?: readonly string[] | undefined;
}

/** Captions of all images; undefined where neither texts nor classes are given. */
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
    const [trueClass, predictedClass] = [truth?.[index], predicted?.[index]];
    const isWrong = trueClass !== undefined && predictedClass !== undefined && trueClass !== predictedClass;
    const name = names[predictedClass ?? trueClass ?? 0] ?? '';
    return { text: texts?.[index] ?? (isWrong ? `${name} (${names[trueClass] ?? ''})` : name), isWrong };
  });
}
