// Package fetch is the one door through which Namedrop asks other hosts for anything.
//
// What a caller may count on:
//
//   - Every address is checked when it is dialled, after DNS has answered: private,
//     loopback and link-local ones are [feeds.FaultRefused] unless Options.AllowPrivate lists
//     them or the operator configured that very host and port. Redirects and rebinding
//     names pass the same check. No proxy is taken from
//     the environment, for a proxy would dial behind the check's back.
//   - Bodies are counted while they stream, as sent and as unpacked, and cut at the
//     caps; a request as a whole ends at its timeout, however slowly bytes drip.
//   - Each host (name and port) is asked at a modest rate, by a few requests at a
//     time, and not at all while a Retry-After runs. A request that would have to wait
//     longer than Options.MaxWait comes back as [feeds.FaultPaced] or [feeds.FaultThrottled] without having
//     been sent, so that a busy host doesn't hold the crawler's workers.
//   - What goes wrong is an [*feeds.Fault] whose kind decides what happens next, and whose
//     sentence tells the user what happened and what helps. It names the host only:
//     paths, queries and user names may be secrets.
//   - A cancelled context comes back as the context's own error, not as an [*feeds.Fault]:
//     it is nobody's fault.
package fetch
