// Package schedule decides when a source is asked again. It is a pure function of what
// is known of the source: no clock, no state, no randomness of its own.
//
// A source that publishes every Tuesday morning is asked often on Tuesday morning and
// seldom otherwise. Failures lengthen the wait by their kind; a host that refuses us
// outright is left alone for an hour, then two, up to a day. Every wait is jittered, so
// that sources added together don't stay together.
package schedule
