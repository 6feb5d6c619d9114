// Package pull has what readers of analytics systems share: requests with a key, the faults of their
// answers, which days to read, and sums that become samples.
//
// The first read goes back [Plan].Days, in pieces of [Plan].Chunk. After that the last days are read
// again, because systems revise them.
package pull
