// Package public serves the side of Namedrop that strangers may reach.
//
// It has a listener and a mux of its own, so that no mistake in a route or a guard of the
// desk can show something here, and a flood here takes no connection from the desk. Nothing
// needs a credential and no request carries one: the desk's cookies belong to another origin.
//
// So far it serves /healthz alone. Everything else is 404, other methods are 405. Requests
// are small and bounded in time: whoever sends or reads slowly is cut off. Beyond the limit
// of connections idle ones are closed first. Requests are counted by status, and not logged:
// strangers would fill the log.
package public
