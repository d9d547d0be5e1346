//! The values of a sample in another order, so that those over some of its axes lie together.

/// Which value comes where; empty where they lie together already.
pub struct Order(Vec<u32>);

impl Order {
    /// Brings `axes` to the end of a shape.
    pub fn new(shape: &[usize], axes: &[usize]) -> Self {
        let size: usize = shape.iter().product();
        let inner: usize = axes.iter().map(|&axis| shape[axis]).product();
        let mut order = vec![0; size];
        for index in 0..size {
            let (mut rest, mut place) = (index, 0);
            // Steps of the axes that come last, and of the others.
            let mut steps = [1, inner];
            for (axis, &length) in shape.iter().enumerate().rev() {
                let step = &mut steps[usize::from(!axes.contains(&axis))];
                place += rest % length * *step;
                *step *= length;
                rest /= length;
            }
            order[place] = index as u32;
        }
        let is_same = order.iter().enumerate().all(|(place, &index)| place == index as usize);
        Self(if is_same { Vec::new() } else { order })
    }

    /// Into the new order.
    pub fn gather<T: Copy>(&self, from: &[T], to: &mut [T]) {
        if self.0.is_empty() {
            to.copy_from_slice(from);
        }
        for (to, &place) in to.iter_mut().zip(&self.0) {
            *to = from[place as usize];
        }
    }

    /// Back from the new order.
    pub fn scatter<T: Copy>(&self, from: &[T], to: &mut [T]) {
        if self.0.is_empty() {
            to.copy_from_slice(from);
        }
        for (from, &place) in from.iter().zip(&self.0) {
            to[place as usize] = *from;
        }
    }
}
