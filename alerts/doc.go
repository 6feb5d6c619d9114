// Package alerts holds the words for who is told: a [Rule] says which mentions go
// to which [Channel]s, a [Delivery] is one message on its way, an [Attempt] one try
// at sending it, and an [Event] is the public word that something was mentioned.
package alerts
