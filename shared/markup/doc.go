// Package markup turns the text of a message into tokens, and cleans text before it is stored.
//
// Both sides use it: the server for [Clean], [Mentions] and [Plain], the app for [Parse].
// It knows no HTML; shared/rowhtml is the one place where tokens become HTML.
//
// # The dialect
//
// It is the Markdown that people type in chats, not the one they write documents in.
//
//	*italic* _italic_  **bold** __bold__  ~~strike~~  `code`  ||hidden||
//	# heading          one to six #; all are shown as a bold line
//	> quote            every line has its own mark; the first line without one ends the quote
//	- item   * item    a bullet list
//	1. item  1) item   an ordered list, numbers up to 999; the numbers typed are kept
//	- [ ] task - [x]   an item that is to be done, or was
//	| a | b |          a table: a line of cells, then one as | --- | :-: | that says where they
//	                   stand, then lines with a | in them
//	```go              a code block, up to the next three backquotes, wherever they are
//	$$ x^2 $$          a formula in TeX, within a line or over several: shown as code
//	[label](address)   <address>  https://…  www.…  mailto:…
//	@handle  :tada:    a mention, an emoji by name
//
// A newline is a line break, a blank line begins a new paragraph. A backslash before one of
// * _ ~ ` [ ] < > @ : || $$ takes its meaning away, and one before # - 1. at the start of a line. There are no
// images, rules, underlined headings, indented code, entities or HTML: such text stays as it was typed.
//
// Emphasis follows CommonMark 0.31 (sections 6.2, "left- and right-flanking delimiter run" and the
// rules of three), with these differences, each because chats need it:
//
//   - Chinese, Japanese and Korean text needs no spaces around * and ~~ (those languages write none).
//     A mention may begin behind their letters, and those of Thai, Lao, Burmese and Khmer, and a handle
//     ends before them if that names somebody: see [Handles].
//   - * between two digits is a times sign, and _ beside a path or call (__init__.py) is part of it.
//   - Emphasis inside the same emphasis says nothing new and gives no tokens.
//   - A line that follows a quote or a list item without mark or indentation ends it.
//   - An item is nested when it is indented by two columns or more, whatever the marker's width.
//   - || follows the rules of ~~, so that the "or" of programs, which has blanks around it, hides nothing.
//   - A line without a | ends a table, and what is behind its last column belongs to that: no text is lost.
//   - A backslash does not escape itself, nor punctuation without a meaning here: \\host\share and
//     s/\./x/ arrive as typed. Nor does the arm of ¯\_(ツ)_/¯ get lost.
//
// Links lead to http, https and mailto only. An explicit link whose label reads as another
// address is not a link, so that a label cannot pretend to be where it leads.
//
// # Limits
//
// Quotes and lists nest five deep; deeper marks are text. So is a table of more than 32 columns. A document has about 4,000 tokens at
// most, the rest of a longer one is plain text. Parsing takes time linear in the length of the text,
// for any text: tests count the steps.
package markup
