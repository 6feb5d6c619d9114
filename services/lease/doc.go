// Package lease has the two loops that the services share: [Claims] renews the claims on rows
// that are in work, and [Loop] works until there is nothing to do and then waits.
package lease
