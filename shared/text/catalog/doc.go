// Package catalog reads shared/text/en.json, checks it and the other languages, and
// generates what is made from it: en.go and the language for tests. Only go generate,
// tests and the guard use it; neither the server nor the browser's program does.
//
// A catalogue is one JSON object from keys to messages, in the form that translation
// tools call ARB: "@@locale" is its tag, and "@KEY" may hold an object whose
// "description" tells translators where the sentence of KEY stands. A key is a name
// in camel case. A message is a subset of ICU's MessageFormat:
//
//	{name}                                      a text, as it is
//	{n, number}                                 a whole number
//	{n, plural, =0 {...} one {...} other {#}}   by number; # is the number
//	{role, select, owner {...} other {...}}     by word
//
// Branches may contain arguments again. Every plural and select has the branch other.
// An apostrophe is one, but before a brace or a # it begins a quotation that the next
// one ends; two are always one.
package catalog
