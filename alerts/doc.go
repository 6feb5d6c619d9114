// Package alerts holds the words for who is alerted and how: a [Rule] says which mentions
// go to which [Channel]s, a [Delivery] is one message on its way with the [Item]s it tells
// of, an [Attempt] one try at sending it, and an [Event] the public record of what happened
// to a mention. An [Adapter] is a kind of channel: its [Spec], its [Renderer] and its
// [Sender].
package alerts
