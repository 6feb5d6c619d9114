// Package lease holds the two loops that the services share: [Claims] keeps rows claimed
// while they are worked on, and [Loop] works until there is nothing to do and then waits.
package lease
