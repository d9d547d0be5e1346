import { type Shape, sizeOf } from '../../shape.js';
import { configOf } from '../registry.js';
import { Initializer } from './initializer.js';
import { drawTruncatedNormal } from './random.js';

type Mode = 'fanIn' | 'fanAverage';

/** Standard deviation of the standard normal distribution truncated at ±2. */
const TRUNCATED_DEVIATION = 0.8796256610342398;

/** Uniform with variance 2/(fanIn + fanOut). Glorot and Bengio, AISTATS 2010. */
export const glorotUniform = (): Initializer => uniform('glorotUniform', 1, 'fanAverage');

/** Truncated normal with variance 2/(fanIn + fanOut). Glorot and Bengio, AISTATS 2010. */
export const glorotNormal = (): Initializer => normal('glorotNormal', 1, 'fanAverage');

/** Uniform with variance 2/fanIn, for ReLU. He et al., ICCV 2015. */
export const heUniform = (): Initializer => uniform('heUniform', 2, 'fanIn');

/** Truncated normal with variance 2/fanIn, for ReLU. He et al., ICCV 2015. */
export const heNormal = (): Initializer => normal('heNormal', 2, 'fanIn');

/** Uniform with variance 1/fanIn. LeCun et al., Efficient BackProp, 1998. */
export const lecunUniform = (): Initializer => uniform('lecunUniform', 1, 'fanIn');

/** Truncated normal with variance 1/fanIn. LeCun et al., Efficient BackProp, 1998. */
export const lecunNormal = (): Initializer => normal('lecunNormal', 1, 'fanIn');

function uniform(name: string, scale: number, mode: Mode): Initializer {
  return new Initializer(configOf(name), (shape, generator) => {
    const limit = Math.sqrt(3 * variance(shape, scale, mode));
    return generator.uniform(sizeOf(shape), -limit, limit);
  });
}

function normal(name: string, scale: number, mode: Mode): Initializer {
  return new Initializer(configOf(name), (shape, generator) => {
    const deviation = Math.sqrt(variance(shape, scale, mode)) / TRUNCATED_DEVIATION;
    return drawTruncatedNormal(sizeOf(shape), 0, deviation, generator);
  });
}

/**
 * The variance `scale / fan` of a parameter. As in Keras, fan in and fan out are the last two sizes of the shape, each
 * times the product of all sizes before them (the window of a convolution).
 */
function variance(shape: Shape, scale: number, mode: Mode): number {
  const fanOut = shape.at(-1) ?? 1;
  const fanIn = shape.at(-2) ?? fanOut;
  const windowSize = sizeOf(shape.slice(0, -2));
  return scale / (windowSize * (mode === 'fanIn' ? fanIn : (fanIn + fanOut) / 2));
}
