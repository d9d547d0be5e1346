//! Systems that need no JavaScript: built-in equations, and expressions compiled to bytecode.

use super::bytecode::Bytecode;
use super::real::Real;
use super::request::Request;
use super::solution::Solution;
use super::solve::solve;
use super::system::{Interrupt, System};
use super::systems::{BuiltIn, Equations};
use crate::Error;

/// Equations with parameters.
#[derive(Clone, Debug, PartialEq)]
pub enum Model {
    /// A system that comes with the library.
    BuiltIn(BuiltIn),
    /// Expressions that the facade compiled from text.
    Expressions {
        /// Number of equations.
        len: usize,
        /// Number of parameters.
        parameters: usize,
        /// f(t, y)
        rhs: Bytecode,
        /// ∂f/∂y, row-major
        jacobian: Bytecode,
    },
}

impl Model {
    /// Reads the form in which `ts/ode/system` writes a model:
    ///
    /// `0, code, bodies, dimensions` for a built-in system, or
    /// `1, len, parameters, bytecode of the right-hand side, bytecode of the Jacobian`, each of them
    /// `constants, words, pairs, constants[…], instructions[words], outputs[2·pairs]`.
    ///
    /// # Errors
    /// When the numbers are not what the facade writes.
    pub fn decode(numbers: &[f64]) -> Result<Self, Error> {
        match *numbers {
            [0.0, code, bodies, dimensions] => {
                BuiltIn::from_code(code as usize, bodies as usize, dimensions as usize)
                    .map(Self::BuiltIn)
                    .ok_or_else(malformed)
            }
            [1.0, len, parameters, ref programs @ ..] => {
                let (len, parameters) = (len as usize, parameters as usize);
                let inputs = 1 + len + parameters;
                let (rhs, rest) = decode_bytecode(programs, inputs, len)?;
                let (jacobian, rest) = decode_bytecode(rest, inputs, len * len)?;
                if rest.is_empty() {
                    Ok(Self::Expressions { len, parameters, rhs, jacobian })
                } else {
                    Err(malformed())
                }
            }
            _ => Err(malformed()),
        }
    }

    /// Solves an initial value problem.
    ///
    /// # Errors
    /// For another number of parameters than the model's.
    pub fn solve(&self, parameters: &[f64], request: &Request) -> Result<Solution, Error> {
        let mut system = ModelSystem::new(self, parameters)?;
        Ok(match self {
            Self::BuiltIn(equations) => equations.solve(parameters, request),
            Self::Expressions { .. } => solve(&mut system, request),
        })
    }

    /// f(t, y), or with `jacobian` ∂f/∂y, row-major.
    ///
    /// # Errors
    /// For another number of values or parameters than the model's.
    pub fn evaluate(&self, parameters: &[f64], t: f64, y: &[f64], jacobian: bool) -> Result<Vec<f64>, Error> {
        let n = self.len();
        let mut system = ModelSystem::new(self, parameters)?;
        if y.len() != n {
            return Err(malformed());
        }
        let mut out = vec![0.0; if jacobian { n * n } else { n }];
        let done =
            if jacobian { system.jacobian(t, y, &mut out).map(drop) } else { system.rhs(t, y, &mut out) };
        done.map(|()| out).map_err(|Interrupt| malformed())
    }

    /// Number of equations.
    pub fn len(&self) -> usize {
        match self {
            Self::BuiltIn(system) => system.size(),
            Self::Expressions { len, .. } => *len,
        }
    }

    /// Whether there is no equation.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of parameters.
    pub fn parameters(&self) -> usize {
        match self {
            Self::BuiltIn(system) => system.parameters(),
            Self::Expressions { parameters, .. } => *parameters,
        }
    }
}

/// Reads one program; returns it and the numbers after it.
fn decode_bytecode(numbers: &[f64], inputs: usize, size: usize) -> Result<(Bytecode, &[f64]), Error> {
    let [constants, words, pairs, rest @ ..] = numbers else { return Err(malformed()) };
    let (constants, rest) = rest.split_at_checked(*constants as usize).ok_or_else(malformed)?;
    let (instructions, rest) = rest.split_at_checked(*words as usize).ok_or_else(malformed)?;
    let (outputs, rest) = rest.split_at_checked(2 * *pairs as usize).ok_or_else(malformed)?;
    let integers = |numbers: &[f64]| numbers.iter().map(|&number| number as u32).collect::<Vec<_>>();
    let bytecode = Bytecode::decode(inputs, size, constants, &integers(instructions), &integers(outputs))?;
    Ok((bytecode, rest))
}

fn malformed() -> Error {
    Error::argument(
        "model",
        "system",
        "the system, its state or its parameters do not decode",
        "facade and kernels must be of one version",
        "install the package again",
    )
}

/// The right-hand side of a model with the registers that it needs: for one trajectory (`f64`) or for eight (`Lanes`).
pub struct Evaluator<'a, R> {
    model: &'a Model,
    registers: Vec<R>,
}

impl<'a, R: Real> Evaluator<'a, R> {
    /// Allocates the registers.
    pub fn new(model: &'a Model) -> Self {
        let registers = match model {
            Model::BuiltIn(_) => Vec::new(),
            Model::Expressions { rhs, .. } => rhs.registers(),
        };
        Self { model, registers }
    }

    /// `dy` ← f(t, y) with parameters `p`.
    #[inline(always)]
    pub fn rhs(&mut self, t: R, y: &[R], p: &[R], dy: &mut [R]) {
        match self.model {
            Model::BuiltIn(system) => system.rhs(t, y, p, dy),
            Model::Expressions { rhs, .. } => {
                set_inputs(&mut self.registers, t, y, p);
                rhs.evaluate(&mut self.registers, dy);
            }
        }
    }
}

/// Inputs of bytecode are t, then the state, then the parameters.
#[inline(always)]
fn set_inputs<R: Real>(registers: &mut [R], t: R, y: &[R], p: &[R]) {
    registers[0] = t;
    registers[1..=y.len()].copy_from_slice(y);
    registers[1 + y.len()..][..p.len()].copy_from_slice(p);
}

/// A model with values for its parameters, as a system to solve.
pub struct ModelSystem<'a> {
    evaluator: Evaluator<'a, f64>,
    parameters: &'a [f64],
    jacobian_registers: Vec<f64>,
}

impl<'a> ModelSystem<'a> {
    /// # Errors
    /// For another number of parameters than the model's.
    pub fn new(model: &'a Model, parameters: &'a [f64]) -> Result<Self, Error> {
        if parameters.len() != model.parameters() {
            return Err(malformed());
        }
        let jacobian_registers = match model {
            Model::BuiltIn(_) => Vec::new(),
            Model::Expressions { jacobian, .. } => jacobian.registers(),
        };
        Ok(Self { evaluator: Evaluator::new(model), parameters, jacobian_registers })
    }
}

impl System for ModelSystem<'_> {
    fn len(&self) -> usize {
        self.evaluator.model.len()
    }

    #[inline]
    fn rhs(&mut self, t: f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt> {
        self.evaluator.rhs(t, y, self.parameters, dy);
        Ok(())
    }

    fn jacobian(&mut self, t: f64, y: &[f64], out: &mut [f64]) -> Result<bool, Interrupt> {
        out.fill(0.0);
        match self.evaluator.model {
            Model::BuiltIn(system) => system.jacobian(t, y, self.parameters, out),
            Model::Expressions { jacobian, .. } => {
                set_inputs(&mut self.jacobian_registers, t, y, self.parameters);
                jacobian.evaluate(&mut self.jacobian_registers, out);
            }
        }
        Ok(true)
    }
}
