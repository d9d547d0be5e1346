/** The data sets that need no file. */
export const names = ['mnist', 'digits', 'iris', 'spiral', 'xor', 'linear'] as const;

export type DataSetName = (typeof names)[number];
