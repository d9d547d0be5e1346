//! The loops of a convolution as products through tables: which columns are computed together, and where
//! everything lies.

use crate::gemm::tables::{Offsets, Width};
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
    /// Where windows start in the padded image.
    pub windows: Offsets,
    /// Where the taps of the kernel lie behind that.
    pub taps: Offsets,
    /// Where the pixels of the output lie.
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
        let natural: Vec<_> =
            (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))).collect();
        let [starts, pixels] = places(&natural);
        let positions = (0..height).flat_map(|row| (0..width).map(move |column| (row, column)));
        let taps: Offsets = positions
            .flat_map(|(row, column)| (0..group[0]).map(move |channel| windows.tap(row, column) + channel))
            .collect();
        let mut loops = Self {
            group,
            lanewise,
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
        let (groups, columns) = if lanewise { (1, groups) } else { (groups, outputs) };
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
                    width: Width { vectors, used, spills: groups == 1 },
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
        for tap in 0..height * steps {
            let start = windows.tap(tap / steps, tap % steps);
            if self.lanewise {
                for block in 0..self.blocks.len() {
                    let Block { channel, column, width, .. } = self.blocks[block];
                    self.add_run(Run { column, value: start + channel, tap, width, weights: block }, lanes);
                }
                continue;
            }
            for group in 0..groups {
                for first in (0..length).step_by(2 * lanes) {
                    let used = (length - first).min(2 * lanes);
                    let vectors = used.div_ceil(lanes);
                    let run = Run {
                        column: group * outputs,
                        value: start + group * inputs + first,
                        tap: tap * length + first,
                        width: Width { vectors, used, spills: true },
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
