// Package catalog reads shared/text/en.json, checks it and the other languages, and
// generates en.go and the language for tests from it. Only go generate, tests and
// server/proof/guard use it; neither the server nor the browser's program does.
//
// A catalogue is one JSON object from keys to messages, in the form that translation
// tools call ARB: "@@locale" is its tag, and "@KEY" may hold an object whose
// "description" says to translators where the sentence of KEY is used. A key is a name
// in camel case. A message is a subset of ICU's MessageFormat:
//
//	{name}                                      a text, as it is
//	{n, number}                                 a whole number
//	{n, plural, =0 {...} one {...} other {#}}   by number; # is the number
//	{role, select, owner {...} other {...}}     by word
//
// Branches may contain arguments. Every plural and select has the branch other. An
// apostrophe stands for itself, but before a brace or a # it begins a quotation, which
// ends with the next apostrophe. Two apostrophes always stand for one.
package catalog
