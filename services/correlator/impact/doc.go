// Package impact says what a mention moved: how far a series of visits or leads
// left the path it would have taken without it, with an interval, a p-value and a
// grade that keep what they promise.
//
// The contract:
//
//   - Same input, same output, byte for byte. Nothing here reads a file or a clock;
//     randomness exists only in the calibration package below, from a given seed.
//   - Effect, interval, p and the chance that the effect is above zero come from one
//     predictive distribution of the window's sum, so they can't contradict: p is
//     under .05 exactly when the 95 % interval leaves out 0.
//   - The same pipeline is run on the series' own past windows (placebos), and what
//     it gets wrong there widens the answer. With fewer than 60 of them the answer
//     is CannotTell.
//   - Finite numbers in, finite numbers or a stated refusal out. NaN stands for a gap
//     in a Series and for "could not be computed" in an Answer; it never leaves
//     through JSON, where it is null.
//   - Timing alone proves no cause, and no sentence here says that it does.
//
// The method, its sources and where it fails are in docs/impact.md. The model is a
// local level with seasonal effects (Durbin & Koopman, Time Series Analysis by State
// Space Methods, 2nd ed., ch. 3 and 4), estimated on a grid over the ratio of the two
// variances with the noise variance integrated out.
package impact
