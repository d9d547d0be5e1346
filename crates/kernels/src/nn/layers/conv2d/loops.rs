//! The loops of a convolution as products through tables: which columns are computed together, and where
//! everything lies.

use crate::gemm::indirect::{Offsets, Width};
use crate::nn::layers::windows::Windows;

/// Output channels that are computed together.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// The first input channel that they see.
    pub channel: usize,
    /// The first of them.
    pub column: usize,
    /// The first lane that no earlier block has.
    pub fresh: usize,
    /// The lanes.
    pub width: Width,
    /// Where its weights are packed: a row for the bias, then one for each tap.
    pub weights: usize,
    /// Where its gradients are summed: a row for each tap.
    pub gradients: usize,
}

/// Neighbouring values of a window to which the gradient of one or more output channels goes back.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// The first output channel.
    pub column: usize,
    /// The first value, behind the start of a window.
    pub value: usize,
    /// The first tap.
    pub tap: usize,
    /// The first lane that no other run has.
    pub fresh: usize,
    /// The lanes.
    pub width: Width,
    /// Where the transposed weights are packed: a row for each output channel.
    pub weights: usize,
}

/// Everything that follows from the shapes.
#[derive(Debug)]
pub struct Loops {
    /// Input and output channels of a group.
    pub group: [usize; 2],
    /// Whether every lane is a group of its own.
    pub lanewise: bool,
    /// Windows side by side that are computed as one, with as many times the output channels.
    pub joined: usize,
    /// From one of them to the next, in pixels.
    pub stride: usize,
    /// Rows and columns of the kernel, and columns of the joined windows.
    pub kernel: [usize; 3],
    /// Where joined windows start in the padded image.
    pub windows: Offsets,
    /// Where their taps lie behind that.
    pub taps: Offsets,
    /// Where the first pixels of their output lie.
    pub pixels: Offsets,
    /// Where the gradients of the taps lie in a block.
    pub tap_rows: Offsets,
    /// Windows and pixels in an order in which neighbours do not overlap.
    pub apart: [Offsets; 2],
    /// Output channels of one run, one behind the other.
    pub channels: Offsets,
    pub blocks: Vec<Block>,
    pub runs: Vec<Run>,
    /// Elements of all packed weights, gradients, and transposed weights.
    pub lengths: [usize; 3],
}

impl Loops {
    pub fn new(windows: &Windows, groups: usize, filters: usize, lanes: usize) -> Self {
        let group = [windows.channels / groups, filters / groups];
        let lanewise = groups > 1 && group == [1, 1];
        let ([rows, columns], [height, width]) = (windows.output, windows.kernel);
        let places = |order: &[(usize, usize)]| -> [Offsets; 2] {
            [
                order.iter().map(|&(row, column)| windows.start(row, column)).collect(),
                order.iter().map(|&(row, column)| (row * columns + column) * filters).collect(),
            ]
        };
        let joined = if groups == 1 { joined(windows, filters, lanes) } else { 1 };
        let starts = |row| (0..columns).step_by(joined).map(move |column| (row, column));
        let natural: Vec<_> = (0..rows).flat_map(starts).collect();
        let [starts, pixels] = places(&natural);
        let span = width + (joined - 1) * windows.strides[1];
        let positions = (0..height).flat_map(|row| (0..span).map(move |column| (row, column)));
        let taps: Offsets = positions
            .flat_map(|(row, column)| (0..group[0]).map(move |channel| windows.tap(row, column) + channel))
            .collect();
        let mut loops = Self {
            group,
            lanewise,
            joined,
            stride: windows.strides[1],
            kernel: [height, width, span],
            windows: starts,
            pixels,
            tap_rows: (0..taps.len()).map(|tap| tap * 2 * lanes).collect(),
            taps,
            apart: places(&apart(windows)),
            channels: (0..if lanewise { 1 } else { group[1] }).collect(),
            blocks: Vec::new(),
            runs: Vec::new(),
            lengths: [0; 3],
        };
        loops.add_blocks(groups, lanes);
        loops.add_runs(windows, groups, lanes);
        loops
    }

    fn add_blocks(&mut self, groups: usize, lanes: usize) {
        let ([inputs, outputs], lanewise) = (self.group, self.lanewise);
        // The groups of a lanewise product are its columns.
        let (groups, columns) = if lanewise { (1, groups) } else { (groups, outputs * self.joined) };
        for group in 0..groups {
            let mut fresh = 0;
            while fresh < columns {
                let rest = columns - fresh;
                let vectors = if rest > lanes && !lanewise { 2 } else { 1 };
                let used = (vectors * lanes).min(columns);
                // The last block reaches back, so that whole vectors are stored.
                let first = fresh.min(columns - used);
                self.blocks.push(Block {
                    channel: if lanewise { first } else { group * inputs },
                    column: group * columns + first,
                    fresh: fresh - first,
                    width: Width { vectors, used, may_overrun: groups == 1 },
                    weights: self.lengths[0],
                    gradients: self.lengths[1],
                });
                self.lengths[0] += (self.taps.len() + 1) * vectors * lanes;
                self.lengths[1] += self.taps.len() * 2 * lanes;
                fresh = first + used;
            }
        }
    }

    fn add_runs(&mut self, windows: &Windows, groups: usize, lanes: usize) {
        let [inputs, outputs] = self.group;
        let [height, width] = windows.kernel;
        // Taps side by side in the image as well as in the kernel.
        let is_joined = groups == 1 && windows.dilation[1] == 1;
        let (steps, length) = if is_joined { (1, width * inputs) } else { (width, inputs) };
        for index in 0..if self.lanewise { self.blocks.len() } else { 0 } {
            let Block { channel, column, fresh, width, .. } = self.blocks[index];
            for tap in 0..height * steps {
                let value = windows.tap(tap / steps, tap % steps) + channel;
                self.add_run(Run { column, value, tap, fresh, width, weights: 0 }, lanes);
            }
        }
        for group in 0..if self.lanewise { 0 } else { groups } {
            for step in 0..height * steps {
                let start = windows.tap(step / steps, step % steps) + group * inputs;
                for first in (0..length).step_by(2 * lanes) {
                    let used = (length - first).min(2 * lanes);
                    let run = Run {
                        column: group * outputs,
                        value: start + first,
                        tap: step * length + first,
                        fresh: 0,
                        width: Width { vectors: used.div_ceil(lanes), used, may_overrun: true },
                        weights: 0,
                    };
                    self.add_run(run, lanes);
                }
            }
        }
    }

    fn add_run(&mut self, run: Run, lanes: usize) {
        self.runs.push(Run { weights: self.lengths[2], ..run });
        self.lengths[2] += self.channels.len() * run.width.vectors * lanes;
    }
}

/// All windows, so that those close in the order share no pixel of a row: the same column of one row after the
/// other, then the next column that is a window away. A value is not read where it was just written otherwise.
fn apart(windows: &Windows) -> Vec<(usize, usize)> {
    let [rows, columns] = windows.output;
    let span = (windows.kernel[1] - 1) * windows.dilation[1] + 1;
    let step = span.div_ceil(windows.strides[1]).min(columns);
    let phases = (0..step).flat_map(|phase| (phase..columns).step_by(step));
    phases.flat_map(|column| (0..rows).map(move |row| (row, column))).collect()
}

/// How many windows side by side are computed as one: where there are few output channels, more of a vector's
/// lanes are used then, for a kernel that is wider and has zeros at its sides.
fn joined(windows: &Windows, filters: usize, lanes: usize) -> usize {
    let (width, stride, columns) = (windows.kernel[1], windows.strides[1], windows.output[1]);
    if windows.dilation[1] > 1 || filters >= lanes {
        return 1;
    }
    let work = |joined: usize| {
        let vectors = (joined * filters).div_ceil(lanes);
        (width + (joined - 1) * stride) as f64 * vectors as f64 / joined as f64
    };
    let fitting = (1..=2 * lanes / filters).filter(|&joined| columns.is_multiple_of(joined));
    fitting.min_by(|&a, &b| work(a).total_cmp(&work(b))).unwrap_or(1)
}
