// Package typeform receives leads from Typeform: a webhook sends each response when it is submitted.
//
// A response is signed, and refused without a signature. It has no time that could be checked; but a response
// that is sent again is the same lead, since its token is the lead's key. Partial responses are left out.
//
// Questions change their wording, so a field is named by its reference. Where none is set, the answer is that of the
// first question that asks how they heard of you.
package typeform
