// Package schedule decides when a source is polled again. It is a pure function of what is
// known of the source, without clock, state or randomness of its own.
//
// A source that publishes every Tuesday morning is polled often on Tuesday morning and rarely
// otherwise. After a failure the wait depends on its kind: a host that refuses to answer is polled
// after an hour, then two, up to a day. Every wait is jittered, so that sources that were added
// together aren't always polled together.
package schedule
