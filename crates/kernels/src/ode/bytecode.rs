//! Expressions as bytecode of a register machine; the facade compiles text to it (`ts/ode/system`).

use super::elementary::{BINARY, UNARY, max, min, sign};
use super::real::Real;
use crate::Error;

/// Words of one instruction: its operation and four registers.
const WORDS: usize = 5;

/// What one instruction does; `choose(a, b, x, y)` is x where a ≤ b, else y.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    Abs,
    Sqrt,
    Min,
    Max,
    Sign,
    Choose,
    Unary(usize),
    Binary(usize),
}

impl Operation {
    /// The operation of a code: the order of `ts/ode/system/operations.ts`.
    fn from_code(code: usize) -> Option<Self> {
        const PLAIN: [Operation; 11] = [
            Operation::Add,
            Operation::Subtract,
            Operation::Multiply,
            Operation::Divide,
            Operation::Negate,
            Operation::Abs,
            Operation::Sqrt,
            Operation::Min,
            Operation::Max,
            Operation::Sign,
            Operation::Choose,
        ];
        const BINARY_FROM: usize = PLAIN.len() + UNARY.len();
        match code {
            0..BINARY_FROM => {
                Some(PLAIN.get(code).copied().unwrap_or_else(|| Self::Unary(code - PLAIN.len())))
            }
            _ if code - BINARY_FROM < BINARY.len() => Some(Self::Binary(code - BINARY_FROM)),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Instruction {
    operation: Operation,
    operands: [usize; WORDS - 1],
}

/// Compiled expressions of some inputs. No register is written twice: first come the inputs, then the constants,
/// then the result of each instruction.
#[derive(Clone, Debug, PartialEq)]
pub struct Bytecode {
    inputs: usize,
    constants: Vec<f64>,
    instructions: Vec<Instruction>,
    /// Positions in the result, each with the register that holds its value.
    outputs: Vec<(usize, usize)>,
}

impl Bytecode {
    /// Reads bytecode and checks it: an instruction reads only registers that are written before it, and outputs
    /// are within the result. `evaluate` need not check again.
    ///
    /// # Errors
    /// When the numbers are not what the facade writes for so many `inputs` and a result of `size` values.
    pub fn decode(
        inputs: usize,
        size: usize,
        constants: &[f64],
        instructions: &[u32],
        outputs: &[u32],
    ) -> Result<Self, Error> {
        let (words, rest) = instructions.as_chunks::<WORDS>();
        let (pairs, odd) = outputs.as_chunks::<2>();
        let first = inputs + constants.len();
        let instructions = words.iter().enumerate().map(|(index, [code, operands @ ..])| {
            let operands = operands.map(|register| register as usize);
            let operation = Operation::from_code(*code as usize)?;
            // Operands that an operation does not use are register 0, the time, which always exists.
            operands
                .iter()
                .all(|&register| register < first + index)
                .then_some(Instruction { operation, operands })
        });
        let instructions: Option<Vec<_>> = instructions.collect();
        let outputs: Vec<_> =
            pairs.iter().map(|&[position, register]| (position as usize, register as usize)).collect();
        let registers = first + words.len();
        let fits = outputs.iter().all(|&(position, register)| position < size && register < registers);
        match instructions {
            Some(instructions) if fits && rest.is_empty() && odd.is_empty() => {
                Ok(Self { inputs, constants: constants.to_vec(), instructions, outputs })
            }
            _ => Err(malformed()),
        }
    }

    /// Fresh registers for [`Self::evaluate`], the inputs first.
    pub fn registers<R: Real>(&self) -> Vec<R> {
        let mut registers = vec![R::default(); self.inputs];
        registers.extend(self.constants.iter().map(|&constant| R::splat(constant)));
        registers.resize(registers.len() + self.instructions.len(), R::default());
        registers
    }

    /// `out` ← the values of the expressions for the inputs in `registers`; positions without an expression stay.
    ///
    /// ```text
    /// for each instruction: next register = operation of up to four earlier registers
    /// for each output: out[position] = register
    /// ```
    ///
    /// The operations keep the order in which the user wrote them, so that rounding is that of the written formula.
    /// With `R` = [`Lanes`](super::real::Lanes), each instruction is decoded once for eight trajectories.
    #[inline(always)]
    pub fn evaluate<R: Real>(&self, registers: &mut [R], out: &mut [R]) {
        let first = self.inputs + self.constants.len();
        for (index, Instruction { operation, operands }) in self.instructions.iter().enumerate() {
            let (known, free) = registers.split_at_mut(first + index);
            let [a, b, x, y] = *operands;
            let (a, b) = (known[a], known[b]);
            free[0] = match *operation {
                Operation::Add => a + b,
                Operation::Subtract => a - b,
                Operation::Multiply => a * b,
                Operation::Divide => a / b,
                Operation::Negate => -a,
                Operation::Abs => a.map(f64::abs),
                Operation::Sqrt => a.sqrt(),
                Operation::Min => a.zip(b, min),
                Operation::Max => a.zip(b, max),
                Operation::Sign => a.map(sign),
                Operation::Choose => R::choose(a, b, known[x], known[y]),
                Operation::Unary(function) => a.map(UNARY[function].1),
                Operation::Binary(function) => a.zip(b, BINARY[function].1),
            };
        }
        for &(position, register) in &self.outputs {
            out[position] = registers[register];
        }
    }
}

fn malformed() -> Error {
    Error::argument(
        "tape",
        "system",
        "the bytecode of the equations does not decode",
        "facade and kernels must be of one version",
        "install the package again",
    )
}
