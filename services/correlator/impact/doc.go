// Package impact estimates the effect of a mention: how far a series of visits or leads
// differs from what it would have been without the mention, with an interval, a p-value and
// a verdict whose error rates are measured (calibration/testdata).
//
// The contract:
//
//   - Same input, same output, byte for byte. Nothing here reads a file or a clock;
//     randomness exists only in the calibration package below, from a given seed.
//   - Effect, interval, p and the probability that the effect is above zero come from one
//     predictive distribution of the window's sum, so they can't contradict each other: p is
//     under .05 exactly when the 95 % interval excludes 0.
//   - The same pipeline runs on past windows of the series in which nothing happened
//     (placebos). If it finds effects there more often than it should, the answer is widened
//     until it wouldn't. With fewer than 60 placebos the verdict is CannotTell.
//   - Finite numbers in, finite numbers or a refusal with its reason out. NaN means a gap in
//     a Series and "could not be computed" in an Answer; in JSON it is null.
//   - Timing alone does not prove cause, and no text here claims that it does.
//
// The method, its sources and where it fails are in docs/impact.md. The model is a
// local level with seasonal effects (Durbin & Koopman, Time Series Analysis by State
// Space Methods, 2nd ed., ch. 3 and 4), estimated on a grid over the ratio of the two
// variances with the noise variance integrated out.
package impact
