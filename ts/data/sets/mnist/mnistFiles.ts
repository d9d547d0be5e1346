/** The four files of MNIST and of the sets made in its format. */
export const fileNames = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const;

export type FileName = (typeof fileNames)[number];

/** SHA-256 of MNIST's files, unpacked, in lower-case hexadecimal. */
export const mnistChecksums: Readonly<Record<FileName, string>> = {
  'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
};

export const mnistMirrors: readonly string[] = [
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
];

/** The names that a file may have; the unpacked ones first, since they need no decompression. */
export function possibleNames(name: FileName): string[] {
  const dotted = name.replace('-idx', '.idx');
  return [name, dotted, `${name}.gz`, `${dotted}.gz`];
}

/** The names as a text: `a.gz, b.gz and c.gz`. */
export function namesText(names: readonly FileName[]): string {
  const files = names.map((name) => `${name}.gz`);
  const last = files.pop() ?? '';
  return files.length > 0 ? `${files.join(', ')} and ${last}` : last;
}
