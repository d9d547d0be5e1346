use super::equations::Equations;
use crate::ode::real::Real;

/// Bodies that attract each other: rᵢ″ = Σⱼ G mⱼ (rⱼ − rᵢ) / (|rⱼ − rᵢ|² + ε²)^{3/2}.
///
/// The state is all positions, body by body, then all velocities; the parameters are G, the softening ε and the
/// masses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NBody {
    /// Number of bodies.
    pub bodies: usize,
    /// Dimensions of space: 1 to 3.
    pub dimensions: usize,
}

impl NBody {
    /// Every ordered pair of different bodies.
    #[inline(always)]
    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let bodies = self.bodies;
        (0..bodies).flat_map(move |i| (0..bodies).filter(move |&j| j != i).map(move |j| (i, j)))
    }

    /// rⱼ − rᵢ and |rⱼ − rᵢ|² + ε².
    #[inline(always)]
    fn distance<R: Real>(&self, y: &[R], softening: R, i: usize, j: usize) -> ([R; 3], R) {
        let mut apart = [R::default(); 3];
        let mut square = softening * softening;
        for (axis, apart) in apart.iter_mut().enumerate().take(self.dimensions) {
            *apart = y[j * self.dimensions + axis] - y[i * self.dimensions + axis];
            square = square + *apart * *apart;
        }
        (apart, square)
    }
}

impl Equations for NBody {
    fn size(&self) -> usize {
        2 * self.bodies * self.dimensions
    }

    fn parameters(&self) -> usize {
        2 + self.bodies
    }

    #[inline(always)]
    fn rhs<R: Real>(&self, _t: R, y: &[R], p: &[R], dy: &mut [R]) {
        let coordinates = self.bodies * self.dimensions;
        let (velocities, accelerations) = dy.split_at_mut(coordinates);
        velocities.copy_from_slice(&y[coordinates..]);
        accelerations.fill(R::default());
        for (i, j) in self.pairs() {
            let (apart, square) = self.distance(y, p[1], i, j);
            let strength = p[0] * p[2 + j] / (square * square.sqrt());
            for (axis, apart) in apart.into_iter().enumerate().take(self.dimensions) {
                let acceleration = &mut accelerations[i * self.dimensions + axis];
                *acceleration = *acceleration + strength * apart;
            }
        }
    }

    fn jacobian(&self, _t: f64, y: &[f64], p: &[f64], out: &mut [f64]) {
        let (n, coordinates) = (self.size(), self.bodies * self.dimensions);
        for coordinate in 0..coordinates {
            out[coordinate * n + coordinates + coordinate] = 1.0;
        }
        for (i, j) in self.pairs() {
            let (apart, square) = self.distance(y, p[1], i, j);
            let strength = p[0] * p[2 + j] / (square * square.sqrt());
            for row in 0..self.dimensions {
                let row_of_i = (coordinates + i * self.dimensions + row) * n;
                for column in 0..self.dimensions {
                    let unit = f64::from(u8::from(row == column));
                    let slope = strength * (unit - 3.0 * apart[row] * apart[column] / square);
                    out[row_of_i + j * self.dimensions + column] += slope;
                    out[row_of_i + i * self.dimensions + column] -= slope;
                }
            }
        }
    }
}
