import { checkOptions, number, oneOf, show } from '../../checks.js';
import { ArgumentError } from '../../errors.js';
import { CompiledSystem, type Parameters } from './compiledSystem.js';
import { frozenNetwork } from './frozenNetwork.js';
import { network } from './network.js';

/** The order of `BuiltIn::from_code` in `crates/kernels/src/ode/systems/mod.rs`. */
const codes = { lorenz: 0, lotkaVolterra: 1, vanDerPol: 2, robertson: 3, pendulum: 4, nBody: 5 } as const;

/** A function that makes one of the library's own systems; parameters that are not passed have these defaults. */
function builtIn<Names extends string>(
  kind: keyof typeof codes,
  states: readonly string[],
  defaults: Readonly<Record<Names, number>>,
) {
  return (parameters: Partial<Record<Names, number>> = {}): CompiledSystem => {
    checkOptions(parameters, Object.keys(defaults), kind);
    const values: Parameters = { ...defaults, ...parameters };
    for (const [name, value] of Object.entries(values)) number(value, name, kind);
    return new CompiledSystem(states, values, { numbers: numbersOf(kind, 0, 0) });
  };
}

/** The system in the form that `crates/kernels/src/ode/model.rs` reads; only `nBody` has bodies and dimensions. */
function numbersOf(kind: keyof typeof codes, bodies: number, dimensions: number): Float64Array {
  const BUILT_IN = 0;
  return Float64Array.of(BUILT_IN, codes[kind], bodies, dimensions);
}

export interface NBodyOptions {
  /** Mass mᵢ of each body. */
  readonly masses: readonly number[];
  /** The constant of gravitation G; 1 by default. */
  readonly gravity?: number | undefined;
  /** The softening length ε, which keeps forces finite where bodies meet; 0 by default. */
  readonly softening?: number | undefined;
  /** Number of dimensions of space, 1 to 3; 3 by default. */
  readonly dimensions?: 1 | 2 | 3 | undefined;
}

const axes = ['x', 'y', 'z'];

/**
 * Bodies that attract each other: rᵢ″ = Σⱼ G mⱼ (rⱼ − rᵢ) / (|rⱼ − rᵢ|² + ε²)^(3/2).
 *
 * y holds all positions, body by body, then all velocities: 2·bodies·dimensions values, named x0, y0, z0, x1, …,
 * vx0, vy0, …; the parameters are gravity, softening and the masses mass0, mass1, ….
 *
 * @throws ArgumentError without masses, for values that are not finite, or for an unknown option
 * @example solveIvp(systems.nBody({ masses: [1, 1e-3], dimensions: 2 }), [0, 10], [0, 0, 1, 0, 0, 0, 0, 1])
 */
function nBody(options: NBodyOptions): CompiledSystem {
  checkOptions(options, ['masses', 'gravity', 'softening', 'dimensions'], 'nBody');
  const { masses, gravity = 1, softening = 0, dimensions = 3 } = options;
  if (!Array.isArray(masses) || masses.length === 0) {
    throw new ArgumentError({
      code: 'masses',
      operation: 'nBody',
      actual: `masses is ${show(masses)}`,
      expected: 'it must be an array with the mass of each body',
      remedy: 'pass masses: [1, 1e-3], for example',
    });
  }
  oneOf(String(dimensions), ['1', '2', '3'], 'number of dimensions', 'nBody');
  const values: Parameters = {
    gravity,
    softening,
    ...Object.fromEntries(masses.map((mass, body) => [`mass${body}`, mass])),
  };
  for (const [name, value] of Object.entries(values)) number(value, name, 'nBody');
  const positions = masses.flatMap((_, body) => axes.slice(0, dimensions).map((axis) => `${axis}${body}`));
  const states = [...positions, ...positions.map((name) => `v${name}`)];
  return new CompiledSystem(states, values, { numbers: numbersOf('nBody', masses.length, dimensions) });
}

/**
 * Systems that come with the library. Each function takes the system's parameters by name, all of which have defaults;
 * `nBody` needs masses, `network` and `frozenNetwork` take a trained model.
 *
 * @example solveIvp(systems.lorenz({ rho: 14 }), [0, 20], [1, 1, 1])
 */
export const systems = {
  /** x' = σ(y − x), y' = x(ρ − z) − y, z' = xy − βz (E. N. Lorenz, 1963). */
  lorenz: builtIn('lorenz', ['x', 'y', 'z'], { sigma: 10, rho: 28, beta: 8 / 3 }),
  /** Prey x and predators y: x' = ax − bxy, y' = dxy − cy (A. Lotka, 1925; V. Volterra, 1926). */
  lotkaVolterra: builtIn('lotkaVolterra', ['x', 'y'], { a: 1.5, b: 1, c: 3, d: 1 }),
  /** x″ = μ(1 − x²)x′ − x, as x and v = x′ (B. van der Pol, 1926). */
  vanDerPol: builtIn('vanDerPol', ['x', 'v'], { mu: 1 }),
  /**
   * Chemical reactions of very different rates: x' = −k₁x + k₃yz, y' = k₁x − k₃yz − k₂y², z' = k₂y² (H. H. Robertson,
   * 1966).
   */
  robertson: builtIn('robertson', ['x', 'y', 'z'], { k1: 0.04, k2: 3e7, k3: 1e4 }),
  /** θ″ = −(gravity/length) sin θ − damping·θ′, as angle θ and velocity θ′. */
  pendulum: builtIn('pendulum', ['angle', 'velocity'], { gravity: 9.81, length: 1, damping: 0 }),
  nBody,
  network,
  frozenNetwork,
};
