// Package alerts holds the types for who is alerted and how. A [Rule] decides which mentions are
// sent to which [Channel]s. A [Delivery] is one alert to one channel, with its mentions as [Item]s
// and its [Attempt]s. A [Message] is what is rendered for it. An [Event] is the public record of what
// happened to a mention. An [Adapter] is a type of channel: its [Spec], its [Renderer] and its
// [Sender].
package alerts
