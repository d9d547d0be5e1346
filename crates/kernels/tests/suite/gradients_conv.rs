//! Gradients of convolutions and poolings against central differences in float64, on every instruction set.

use crate::support::gradients::check_layers;
use crate::support::{assert_close, dataset};
use ferrograd_kernels::Isa;
use ferrograd_kernels::nn::activations::Activation;
use ferrograd_kernels::nn::{Program, Slot};
use ferrograd_kernels::rng::Generator;

/// A window along one axis: size of the image, of the kernel, stride, dilation, and padding before and after.
#[derive(Clone, Copy)]
struct Axis {
    size: usize,
    kernel: usize,
    stride: usize,
    dilation: usize,
    padding: [usize; 2],
}

const PLAIN: Axis = Axis { size: 5, kernel: 2, stride: 1, dilation: 1, padding: [0, 0] };
/// Padding `same` of Keras: an odd total has one more behind the image.
const SAME: Axis = Axis { size: 5, kernel: 2, stride: 1, dilation: 1, padding: [0, 1] };
const STRIDED: Axis = Axis { size: 6, kernel: 3, stride: 2, dilation: 1, padding: [0, 1] };
const GAPS: Axis = Axis { size: 6, kernel: 2, stride: 3, dilation: 1, padding: [0, 0] };
const DILATED: Axis = Axis { size: 6, kernel: 3, stride: 1, dilation: 2, padding: [2, 2] };
const WHOLE: Axis = Axis { size: 3, kernel: 3, stride: 1, dilation: 1, padding: [0, 0] };

impl Axis {
    fn output(self) -> usize {
        let Self { size, kernel, stride, dilation, padding: [before, after] } = self;
        (size + before + after - (kernel - 1) * dilation - 1) / stride + 1
    }
}

/// The arguments of a layer whose windows slide over an image.
fn windows(rows: Axis, columns: Axis, channels: usize) -> String {
    let [top, bottom] = rows.padding;
    let [left, right] = columns.padding;
    format!(
        "shape={},{},{channels} kernel={},{} strides={},{} dilation={},{} padding={top},{bottom},{left},{right}",
        rows.size,
        columns.size,
        rows.kernel,
        columns.kernel,
        rows.stride,
        columns.stride,
        rows.dilation,
        columns.dilation
    )
}

fn check(kind: &str, rows: Axis, columns: Axis, [channels, filters]: [usize; 2], arguments: &str) {
    let inputs = rows.size * columns.size * channels;
    let outputs = rows.output() * columns.output() * filters;
    let windows = windows(rows, columns, channels);
    let layer = format!("layer {kind} {windows} {arguments}");
    check_layers(1, inputs, &layer, outputs);
    check_instruction_sets_agree(inputs, &layer);
}

fn check_instruction_sets_agree(inputs: usize, layer: &str) {
    let predict = |isa| {
        let mut program = Program::<f64>::compile(&format!("batch 2\ninput {inputs}\n{layer}"), isa)
            .expect("the spec is sound");
        let mut generator = Generator::new(3, 0);
        for index in 0.. {
            let Ok(weights) = program.read(Slot::Parameters, index) else { break };
            let random = generator.normal(weights.len(), 0.0, 1.0);
            program.write(Slot::Parameters, index, &random).expect("the same shape");
        }
        program
            .predict(&dataset(isa, 3, generator.normal(3 * inputs, 0.0, 1.0)))
            .expect("the data fit")
            .remove(0)
    };
    let expected = predict(Isa::available()[0]);
    for isa in Isa::available() {
        assert_close(&predict(isa), &expected, 1e-13);
    }
}

#[test]
fn every_stride_dilation_and_padding_has_the_right_gradient() {
    for (rows, columns) in [
        (PLAIN, PLAIN),
        (SAME, PLAIN),
        (STRIDED, SAME),
        (GAPS, STRIDED),
        (DILATED, SAME),
        (PLAIN, DILATED),
        (DILATED, DILATED),
        (WHOLE, WHOLE),
        (WHOLE, GAPS),
    ] {
        check("conv2d", rows, columns, [2, 3], "filters=3 activation=tanh");
        check("averagePooling2d", undilated(rows), undilated(columns), [3, 3], "");
        check("maxPooling2d", undilated(rows), undilated(columns), [3, 3], "");
    }
}

fn undilated(axis: Axis) -> Axis {
    if axis.dilation > 1 { STRIDED } else { axis }
}

/// The channels are fewer than a vector, one vector, between one and two, and more, on every instruction set.
#[test]
fn every_number_of_channels_has_the_right_gradient() {
    for filters in [1, 2, 4, 5, 8, 9, 16, 17, 19] {
        check("conv2d", PLAIN, STRIDED, [1, filters], &format!("filters={filters}"));
    }
    for channels in [1, 3, 4, 8, 9, 17] {
        check("conv2d", SAME, PLAIN, [channels, 2], "filters=2 bias=0");
        check("maxPooling2d", PLAIN, GAPS, [channels, channels], "");
        check("averagePooling2d", SAME, STRIDED, [channels, channels], "");
    }
}

#[test]
fn groups_have_the_right_gradient() {
    for (channels, filters, groups) in [(4, 6, 2), (6, 3, 3), (3, 6, 3), (4, 18, 2)] {
        let arguments = format!("filters={filters} groups={groups} activation=sigmoid");
        check("conv2d", SAME, STRIDED, [channels, filters], &arguments);
    }
}

#[test]
fn depthwise_convolutions_have_the_right_gradient() {
    for channels in [2, 3, 4, 5, 8, 9, 11, 17] {
        let arguments = format!("filters={channels} groups={channels}");
        check("conv2d", PLAIN, WHOLE, [channels, channels], &arguments);
        check("conv2d", STRIDED, DILATED, [channels, channels], &arguments);
    }
}

#[test]
fn activations_of_pixels_have_the_right_gradient() {
    for activation in Activation::names() {
        check("conv2d", SAME, PLAIN, [2, 3], &format!("filters=3 activation={activation} alpha=0.75"));
    }
}

#[test]
fn layers_on_images_behind_each_other_have_the_right_gradient() {
    let layers = "layer conv2d shape=6,6,1 kernel=3,3 strides=1,1 padding=1,1,1,1 filters=3 activation=tanh\n\
         layer maxPooling2d shape=6,6,3 kernel=2,2 strides=2,2 padding=0,0,0,0\n\
         layer zeroPadding2d shape=3,3,3 padding=1,0,0,2\n\
         layer conv2d shape=4,5,3 kernel=2,2 strides=1,1 padding=0,0,0,0 filters=4\n\
         layer averagePooling2d shape=3,4,4 kernel=2,2 strides=1,1 padding=0,0,0,0\n\
         layer globalAveragePooling2d shape=2,3,4\nlayer dense units=2";
    check_layers(2, 36, layers, 2);
}
