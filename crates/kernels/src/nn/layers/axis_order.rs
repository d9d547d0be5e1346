//! The values of a sample with its axes in another order, so that the values along some of them are
//! contiguous.

/// For each position of the new order, the index in the sample; empty where the order is the same.
pub struct AxisOrder(Vec<u32>);

impl AxisOrder {
    /// Moves `axes` to the end of a shape.
    pub fn new(shape: &[usize], axes: &[usize]) -> Self {
        let size: usize = shape.iter().product();
        let inner: usize = axes.iter().map(|&axis| shape[axis]).product();
        let mut order = vec![0; size];
        for index in 0..size {
            let (mut rest, mut position) = (index, 0);
            // Strides in the new order: of the axes that come last, and of the others.
            let mut strides = [1, inner];
            for (axis, &length) in shape.iter().enumerate().rev() {
                let stride = &mut strides[usize::from(!axes.contains(&axis))];
                position += rest % length * *stride;
                *stride *= length;
                rest /= length;
            }
            order[position] = index as u32;
        }
        let is_same = order.iter().enumerate().all(|(position, &index)| position == index as usize);
        Self(if is_same { Vec::new() } else { order })
    }

    /// Copies a sample into the new order.
    pub fn gather<T: Copy>(&self, from: &[T], to: &mut [T]) {
        if self.0.is_empty() {
            to.copy_from_slice(from);
        }
        for (to, &index) in to.iter_mut().zip(&self.0) {
            *to = from[index as usize];
        }
    }

    /// Copies a sample back from the new order.
    pub fn scatter<T: Copy>(&self, from: &[T], to: &mut [T]) {
        if self.0.is_empty() {
            to.copy_from_slice(from);
        }
        for (from, &index) in from.iter().zip(&self.0) {
            to[index as usize] = *from;
        }
    }
}
