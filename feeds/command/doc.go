// Package command runs a program that the operator configured, within bounds: it gets no shell and no
// input, its output is cut, and when its time is over it ends together with what it started.
package command
