// Package fetch sends all of Namedrop's requests to other hosts, through a [Door].
//
// What a caller can rely on:
//
//   - Every address is checked when it is dialled, after DNS has answered. Private, loopback
//     and link-local addresses are a [feeds.FaultRefused] unless Options.AllowPrivate lists
//     them or the operator configured that very host and port. Redirects pass the same check,
//     and so do names whose address changes between two look-ups (DNS rebinding). No proxy
//     is taken from the environment, since a proxy dials by itself and would bypass the check.
//     A configured one (Options.Proxy) is checked itself, and so are addresses written as
//     numbers. Names are looked up by the proxy, which has to guard what they resolve to.
//   - Bodies are counted while they stream, as sent and as unpacked, and cut at the limits. A
//     request as a whole ends at its timeout, however slowly its bytes arrive.
//   - Each host (name and port) gets requests at a modest rate, a few at the same time, and
//     none while a Retry-After runs. A request that would have to wait longer than
//     Options.MaxWait is not sent: it returns [feeds.FaultPaced] or [feeds.FaultThrottled], so
//     that a busy host doesn't hold the crawler's workers.
//   - An answer with a header line that isn't any is requested once more, over a connection that
//     drops such lines. The same limits, guard and certificates apply.
//   - An error is a [*feeds.Fault]. Its kind decides what happens next, and its sentences
//     tell the user what happened and what helps. It names the host only, since paths, queries
//     and user names may be secrets.
//   - When the context is cancelled, the context's own error is returned and not a
//     [*feeds.Fault]: the host did nothing wrong.
package fetch
