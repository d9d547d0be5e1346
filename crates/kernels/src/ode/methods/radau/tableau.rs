//! The tableau of Radau IIA of order 5, diagonalized: Hairer, Wanner, *Solving Ordinary Differential Equations II*,
//! IV.8.

/// √6.
const S6: f64 = 2.449_489_742_783_178;

/// Where in the step each stage is taken.
pub const C: [f64; 3] = [(4.0 - S6) / 10.0, (4.0 + S6) / 10.0, 1.0];

/// Weights of the stages in the error estimate.
pub const E: [f64; 3] = [(-13.0 - 7.0 * S6) / 3.0, (-13.0 + 7.0 * S6) / 3.0, -1.0 / 3.0];

/// Real eigenvalue of the inverse of the tableau's matrix A: 3 + 3^⅔ − 3^⅓.
pub const MU_REAL: f64 = 3.637_834_252_744_496;
/// Real and imaginary part of one eigenvalue of the complex pair.
pub const MU_COMPLEX: [f64; 2] = [2.681_082_873_627_752_3, -3.050_430_199_247_411];

/// Eigenvectors of A⁻¹ as columns: one real, then real and imaginary part of the pair.
pub const T: [[f64; 3]; 3] = [
    [0.094_438_762_488_975_24, -0.141_255_295_020_954_2, 0.030_029_194_105_147_42],
    [0.250_213_122_965_333_3, 0.204_129_352_293_799_94, -0.382_942_112_757_261_9],
    [1.0, 1.0, 0.0],
];
/// Inverse of [`T`].
pub const TI: [[f64; 3]; 3] = [
    [4.178_718_591_551_904, 0.327_682_820_761_062_37, 0.523_376_445_499_449_5],
    [-4.178_718_591_551_904, -0.327_682_820_761_062_37, 0.476_623_554_500_550_44],
    [0.502_872_634_945_786_8, -2.571_926_949_855_605, 0.596_039_204_828_224_9],
];

/// Coefficients of x, x², x³ that each stage contributes to the interpolant.
const P: [[f64; 3]; 3] = [
    [13.0 / 3.0 + 7.0 * S6 / 3.0, -23.0 / 3.0 - 22.0 * S6 / 3.0, 10.0 / 3.0 + 5.0 * S6],
    [13.0 / 3.0 - 7.0 * S6 / 3.0, -23.0 / 3.0 + 22.0 * S6 / 3.0, 10.0 / 3.0 - 5.0 * S6],
    [1.0 / 3.0, -8.0 / 3.0, 10.0 / 3.0],
];

/// Coefficients of x, x², x³ in the interpolant of a component whose increments at the stages are `z`.
pub fn powers(z: [f64; 3]) -> [f64; 3] {
    std::array::from_fn(|k| z[0] * P[0][k] + z[1] * P[1][k] + z[2] * P[2][k])
}
