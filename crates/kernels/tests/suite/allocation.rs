//! A training step allocates nothing.

use crate::support::counting::ALLOCATIONS;
use crate::support::{epoch, labelled, program, spec, train};
use ferrograd_kernels::Isa;
use ferrograd_kernels::nn::Program;

#[test]
fn training_allocates_nothing_after_the_first_call() {
    for isa in Isa::available() {
        for momentum in [0.0, 0.9] {
            let mut program =
                program::<f32>(isa, &spec(10, "relu", "softmax", "categoricalCrossentropy", momentum));
            let data = labelled(isa, 53);
            let (order, rates) = epoch(1, 53, 10, 0.1);
            train(&mut program, &data, &order, &rates).expect("the data fit");
            let before = ALLOCATIONS.get();
            for _ in 0..100 {
                train(&mut program, &data, &order, &rates).expect("the data fit");
            }
            assert_eq!(ALLOCATIONS.get(), before, "{}", isa.name());
        }
    }
}

#[test]
fn training_with_any_optimizer_and_normalisation_allocates_nothing_after_the_first_call() {
    for isa in Isa::available() {
        for optimizer in ["adagrad", "rmsprop centered=1", "adam amsgrad=1 clipNorm=1", "adamw", "nadam"] {
            let spec = format!(
                "batch 10\ninput 7\nlayer dense units=6\nlayer batchNormalization features=3\n\
                 layer layerNormalization shape=2,3 axes=0\nlayer dropout rate=0.2\n\
                 layer dense units=3 activation=softmax\nloss categoricalCrossentropy\noptimizer {optimizer}"
            );
            let mut program = Program::<f32>::compile(&spec, isa).expect("the spec is sound");
            let data = labelled(isa, 53);
            let (order, rates) = epoch(1, 53, 10, 0.1);
            train(&mut program, &data, &order, &rates).expect("the data fit");
            let before = ALLOCATIONS.get();
            for _ in 0..20 {
                train(&mut program, &data, &order, &rates).expect("the data fit");
            }
            assert_eq!(ALLOCATIONS.get(), before, "{} {optimizer}", isa.name());
        }
    }
}

/// One model with every kind of layer on images.
#[test]
fn layers_on_images_allocate_nothing_after_the_first_call() {
    for isa in Isa::available() {
        let spec = "batch 10\ninput 7\nlayer dense units=72\n\
             layer conv2d shape=6,6,2 kernel=3,3 strides=1,1 padding=1,1,1,1 filters=4 groups=2 activation=tanh\n\
             layer zeroPadding2d shape=6,6,4 padding=1,0,0,1\n\
             layer maxPooling2d shape=7,7,4 kernel=2,2 strides=2,2 padding=0,1,0,1\n\
             layer depthwiseConv2d shape=4,4,4 kernel=2,2 strides=1,1 padding=0,1,0,1 multiplier=1\n\
             layer averagePooling2d shape=4,4,4 kernel=3,3 strides=1,1 padding=1,1,1,1\n\
             layer conv2d shape=4,4,4 kernel=2,2 strides=2,2 padding=0,0,0,0 filters=3\n\
             layer globalAveragePooling2d shape=2,2,3\nloss quadratic\noptimizer sgd momentum=0.9";
        let mut program = Program::<f32>::compile(spec, isa).expect("the spec is sound");
        let data = labelled(isa, 53);
        let (order, rates) = epoch(1, 53, 10, 0.1);
        train(&mut program, &data, &order, &rates).expect("the data fit");
        let before = ALLOCATIONS.get();
        train(&mut program, &data, &order, &rates).expect("the data fit");
        assert_eq!(ALLOCATIONS.get(), before, "{}", isa.name());
    }
}
