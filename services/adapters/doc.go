// Package adapters lists the adapters of this program, a file for each seam. It is the only
// place that does: the API, the command line, the desk's forms and the services are handed
// what is listed here.
package adapters
