// Package adapters lists the adapters of this program. sources.go lists the types of sources,
// visits.go the systems that count visits, and channels.go the types of channels. Nothing else in
// the program lists them: the API, the command line, the desk's forms, the configuration and the
// services are built from these lists.
package adapters
