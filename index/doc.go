// Package index defines the types of what is found in documents. A [Brand] is what to look
// for. A [Mention] is one brand in one document, and each place where the name occurs is a
// [Hit]. A [Passage] is the part of a document that is indexed and quoted.
package index
