//! A tape of expressions that is accepted reads and writes registers that are there.
#![no_main]

use ferrograd_kernels::ode::expr::Expr;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, u8, Vec<f64>, Vec<u32>, Vec<u32>)| {
    let (inputs, size, constants, instructions, outputs) = input;
    let (inputs, size) = (usize::from(inputs), usize::from(size));
    if let Ok(expression) = Expr::decode(inputs, size, &constants, &instructions, &outputs) {
        let mut registers = expression.registers::<f64>();
        expression.evaluate(&mut registers, &mut vec![0.0; size]);
    }
});
