//! The parser of model specs against arbitrary text.

use ferrograd_kernels::Isa;
use ferrograd_kernels::nn::{Program, Spec};
use proptest::prelude::*;

/// Lines that are nearly right, so that many pass the first checks of the parser.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        "batch [0-9]{1,4}",
        "input [0-9]{1,3}( [0-9]{1,3}){0,2}",
        "layer (dense|activation|add|concatenate|dropout|lstm)( from=[0-3](,[0-3])?)?( outer=1)?( units=-?[0-9.]{1,5})?( activation=(relu|softmax|x))?( bias=[01])?",
        "layer (conv2d|depthwiseConv2d|maxPooling2d|averagePooling2d|zeroPadding2d|globalAveragePooling2d)( shape=[1-9],[1-9],[1-3])?( kernel=[0-4],[1-4])?( strides=[0-3],[1-9]{1,20})?( dilation=[0-2],[12])?( padding=[01],[0-9]{1,20},0,2)?( filters=[0-9]{1,12})?( groups=[0-3])?( multiplier=[0-9])?",
        "loss (quadratic|categoricalCrossentropy|y)",
        "optimizer (sgd|adam)( momentum=[0-9.e]{0,4})?",
        "accuracy [01]?",
        "output [0-4]( [0-4])?",
        "collect 1|inputGradients 1|seed [0-9]{1,20}",
        ".{0,20}",
    ]
}

proptest! {
    #[test]
    fn any_text_is_parsed_or_refused(text in "\\PC{0,200}") {
        let _ = Spec::parse(&text);
    }

    #[test]
    fn any_lines_are_compiled_or_refused(lines in proptest::collection::vec(line(), 0..8)) {
        let text = lines.join("\n");
        if let Err(error) = Program::<f32>::compile(&text, Isa::detect()) {
            prop_assert!(!error.actual.is_empty() && !error.remedy.is_empty());
        }
    }
}
