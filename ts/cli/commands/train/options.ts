import type { Config } from '../../../nn/index.js';

/** The options of `train` after their values were read. */
export interface TrainOptions {
  readonly layers?: string;
  readonly activation: string;
  readonly dtype: string;
  readonly epochs: number;
  readonly batch?: number;
  readonly optimizer?: Config;
  readonly rate?: number;
  readonly schedule?: Config;
  readonly loss?: Config;
  readonly validation?: number;
  readonly patience?: number;
  readonly seed?: number;
  readonly resume?: string;
  readonly target?: string;
  readonly features?: readonly string[];
  readonly task?: string;
  readonly missing?: 'error' | 'drop' | number;
  readonly standardize: boolean;
  readonly size?: readonly [number, number];
  readonly grey?: boolean;
  readonly out?: string;
  readonly history?: string;
  readonly curve?: string;
  readonly saveEvery: number;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}
