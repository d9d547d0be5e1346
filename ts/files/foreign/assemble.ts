import type { NdArray, TypedArray } from '../../array.js';
import { show } from '../../checks.js';
import { DataError } from '../../errors.js';
import { sameShape, type Shape, shapeText } from '../../shape.js';
import type { FileArray } from '../fileArray.js';
import { pairLayers } from './match.js';
import type { ForeignModule, Variable } from './modules.js';
import { type ForeignOptions, layersOf, type ModelLayer, type ModelParameter } from './parameters.js';

/** Names and memory layouts of weights in a framework. */
export interface Convention {
  readonly framework: string;
  /** Name of the variable, within its module, that holds a parameter. */
  variable(parameter: ModelParameter, layer: ModelLayer, module: ForeignModule): string;
  /** The shape of a parameter in the framework; `found` is that of the variable in the file. */
  foreignShape(parameter: ModelParameter, found: Shape): Shape;
  /** Converts values from the framework's layout to ours. */
  convert(data: TypedArray, parameter: ModelParameter): TypedArray;
}

/** The arrays of a model, from the modules of a file. Throws an error that lists everything that does not fit. */
export function assemble(
  parameters: readonly ModelParameter[],
  modules: readonly ForeignModule[],
  convention: Convention,
  options: ForeignOptions,
  operation: string,
): NdArray[] {
  const layers = layersOf(parameters);
  const shapeFor = (parameter: ModelParameter, { array }: Variable) =>
    convention.foreignShape(parameter, array.shape);
  const fits = (layer: ModelLayer, module: ForeignModule) =>
    module.variables.size === layer.parameters.length &&
    layer.parameters.every((parameter) => {
      const found = module.variables.get(convention.variable(parameter, layer, module));
      return found !== undefined && sameShape(found.array.shape, shapeFor(parameter, found));
    });
  const pairs = pairLayers(layers, modules, fits, options, operation);
  const arrays = new Map<ModelParameter, NdArray>();
  const used = new Set<string>();
  const faults: Faults = { missing: [], misshapen: [], unexpected: [] };
  for (const layer of layers) {
    const module = pairs.get(layer);
    for (const parameter of layer.parameters) {
      const which = `${parameter.name} of ${layer.name}`;
      const variable = module && convention.variable(parameter, layer, module);
      const found = variable === undefined ? undefined : module?.variables.get(variable);
      if (!found) {
        const where = module && variable ? ` (${[module.name, variable].filter(Boolean).join(' ')})` : '';
        faults.missing.push(`${which}${where}`);
        continue;
      }
      used.add(found.name);
      const { shape } = found.array;
      const wanted = shapeFor(parameter, found);
      if (sameShape(shape, wanted)) {
        const data = convention.convert(numbers(found.array), parameter);
        arrays.set(parameter, { data, shape: [...parameter.shape] });
      } else {
        faults.misshapen.push(
          `${show(found.name)} is ${shapeText(shape)} and ${which} needs ${shapeText(wanted)}`,
        );
      }
    }
  }
  for (const { variables } of modules) {
    for (const { name } of variables.values()) if (!used.has(name)) faults.unexpected.push(show(name));
  }
  const complete = parameters
    .map((parameter) => arrays.get(parameter))
    .filter((array) => array !== undefined);
  if (complete.length === parameters.length && faults.unexpected.length === 0) return complete;
  throw misfit(faults, convention.framework, operation);
}

interface Faults {
  readonly missing: string[];
  readonly misshapen: string[];
  readonly unexpected: string[];
}

function misfit(faults: Faults, framework: string, operation: string): DataError {
  const { missing, misshapen, unexpected } = faults;
  const texts = [
    missing.length > 0 && `lack ${list(missing)}`,
    unexpected.length > 0 && `have ${list(unexpected)}, which no layer needs`,
    misshapen.length > 0 && `do not fit: ${list(misshapen)}`,
  ];
  return new DataError({
    code: 'weights-misfit',
    operation,
    actual: `the ${framework} weights ${texts.filter(Boolean).join(', and ')}`,
    expected: 'each array of the model needs one of its shape',
    remedy: 'build the same layers, or pass names: { layer: module } where their order differs',
  });
}

function list(items: readonly string[]): string {
  const shown = 12;
  const more = items.length > shown ? [`${items.length - shown} more`] : [];
  return [...items.slice(0, shown), ...more].join(', ');
}

/** The values of an array; integers of 64 bits, which a file may hold, become float64. */
function numbers({ data }: FileArray): TypedArray {
  return data instanceof BigInt64Array || data instanceof BigUint64Array
    ? Float64Array.from(data, Number)
    : data;
}
