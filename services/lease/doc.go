// Package lease has what the services share to work side by side: [Claims] renews the claims on
// rows that are in work, [Singleton] is a lease that one process at a time has, and [Loop] works
// until there is nothing to do and then waits.
package lease
