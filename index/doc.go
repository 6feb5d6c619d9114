// Package index holds the words for what was said: a [Brand] is what to listen
// for, a [Mention] is one brand in one document with each name-drop as a [Hit], and
// a [Passage] is the half minute of speech that is searched and quoted.
package index
