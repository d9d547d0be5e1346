//! A training step allocates nothing.

#[path = "support/counting.rs"]
mod counting;
mod support;

use counting::{ALLOCATIONS, Counting};
use ferrograd_kernels::Isa;
use support::{epoch, labelled, program, spec};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn training_allocates_nothing_after_the_first_call() {
    for isa in Isa::available() {
        for momentum in [0.0, 0.9] {
            let mut program =
                program::<f32>(isa, &spec(10, "relu", "softmax", "categoricalCrossentropy", momentum));
            let data = labelled(isa, 53);
            let (order, rates) = epoch(1, 53, 10, 0.1);
            program.train(&data, &order, &rates).expect("the data fit");
            let before = ALLOCATIONS.get();
            for _ in 0..100 {
                program.train(&data, &order, &rates).expect("the data fit");
            }
            assert_eq!(ALLOCATIONS.get(), before, "{}", isa.name());
        }
    }
}
