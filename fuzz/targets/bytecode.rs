//! Bytecode that `Bytecode::decode` accepts only reads and writes registers that exist.
#![no_main]

use ferrograd_kernels::ode::bytecode::Bytecode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, u8, Vec<f64>, Vec<u32>, Vec<u32>)| {
    let (inputs, size, constants, instructions, outputs) = input;
    let (inputs, size) = (usize::from(inputs), usize::from(size));
    if let Ok(bytecode) = Bytecode::decode(inputs, size, &constants, &instructions, &outputs) {
        let mut registers = bytecode.registers::<f64>();
        bytecode.evaluate(&mut registers, &mut vec![0.0; size]);
    }
});
