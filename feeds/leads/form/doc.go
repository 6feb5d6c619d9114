// Package form receives leads from any form that can post its answers: form-encoded, multipart without
// files, or JSON, either flat or as a list of fields.
//
// What a field means is set in the source, or guessed by its name. One person who sends the same answer
// twice on one day (UTC) is one lead, and so is a request that is repeated with the same webhook-id.
//
// A filled honeypot field is answered like any other and yields nothing. Nothing of a request is
// ever part of the reply.
package form
