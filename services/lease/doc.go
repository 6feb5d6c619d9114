// Package lease has what the services need to share work between processes. [Claims] renews the
// claims on rows that this process works on. [Singleton] is a lease that one process at a time
// holds, and renews. [Loop] works until there is nothing to do, and then waits.
package lease
