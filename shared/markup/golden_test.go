package markup

import (
	"strings"
	"testing"
)

// golden are stories: what someone types, and what the others should see (see show for the notation).
var golden = []struct{ story, text, want string }{
	{"nothing", "", ""},
	{"blank lines only", " \n\t\n ", ""},
	{"a plain sentence", "Morning all.", "Morning all."},
	{"a line break", "one\ntwo", "one|two"},
	{"Windows line ends", "one\r\ntwo\rthree", "one|two|three"},
	{"paragraphs", "one\n\n\ntwo", "{p one}{p two}"},
	{"bytes that are not text", "a\xff\xfeb", "a\uFFFDb"},

	{"both kinds of italic", "*a* and _b_", "{i a} and {i b}"},
	{"both kinds of bold", "**a** and __b__", "{b a} and {b b}"},
	{"bold and italic at once", "***a***", "{i {b a}}"},
	{"italic inside bold", "**a *b* c**", "{b a {i b} c}"},
	{"the same emphasis twice", "*a *b* c*", "{i a b c}"},
	{"strike", "~~a~~ but not ~b~ or ~~~c~~~", "{s a} but not ~b~ or ~~~c~~~"},
	{"strike around bold", "~~**a**~~", "{s {b a}}"},
	{"emphasis over a line break", "*a\nb*", "{i a|b}"},
	{"emphasis stays in its paragraph", "*a\n\nb*", "{p *a}{p b*}"},
	{"an unfinished mark", "**a", "**a"},
	{"more marks on one side", "**a*", "*{i a}"},
	{"crossing marks", "*a _b* c_", "{i a _b} c_"},
	{"a star between blanks", "3 * 4 * 5", "3 * 4 * 5"},
	{"a product", "2*3*4", "2*3*4"},
	{"a star inside a word", "un*believe*able", "un{i believe}able"},
	{"snake case", "foo_bar_baz and __init", "foo_bar_baz and __init"},
	{"names of Python", "__init__.py, x.__dict__ and lib/__main__", "__init__.py, x.__dict__ and lib/__main__"},
	{"underscores before a full stop", "see _this_.", "see {i this}."},
	{"Chinese without blanks", "这是**重点。**请看*这里*吧", "这是{b 重点。}请看{i 这里}吧"},
	{"a shrug", `¯\_(ツ)_/¯`, `¯\_(ツ)_/¯`},

	{"code", "run `ls *.go` now", "run {` ls *.go} now"},
	{"code with a backquote", "``a`b``", "{` a`b}"},
	{"code around a backquote", "`` ` ``", "{` `}"},
	{"code over a line break", "`a\nb`", "{` a b}"},
	{"a lonely backquote", "don`t", "don`t"},
	{"runs of different lengths", "``a`", "``a`"},
	{"no markup in code", "`**a** @b http://c.d`", "{` **a** @b http://c.d}"},

	{"escapes", `\*a\* \_b\_ \@c \[d](e) \~~f~~ \:tada:`, "*a* _b_ @c [d](e) ~~f~~ :tada:"},
	{"an escaped backquote", "\\`a`", "`a`"},
	{"backslashes of Windows", `C:\path\*.txt and \\host\share`, `C:\path*.txt and \\host\share`},
	{"backslashes of patterns", `s/\./\d+/ and \(x\)`, `s/\./\d+/ and \(x\)`},
	{"a backslash at the end", `a\`, `a\`},
	{"not a list", "\\- a\n1\\. b\n2\\) c", "- a|1. b|2) c"},
	{"not a quote", `\> a`, "> a"},
	{"no entities, no HTML", "&amp; <b>x</b> <!-- y -->", "&amp; <b>x</b> <!-- y -->"},
	{"no rules, images, underlined headings", "a\n---\n![c](d)", "a|---|![c](d)"},

	{"a spoiler", "it is ||the *Fulmar*||.", "it is {? the {i Fulmar}}."},
	{"a spoiler over lines", "||a\nb||", "{? a|b}"},
	{"a spoiler of one paragraph", "||a\n\nb||", "{p ||a}{p b||}"},
	{"a spoiler without an end", "||a", "||a"},
	{"two of them", "||a|| ||b||", "{? a} {? b}"},
	{"in Chinese", "结果是||海燕||吗", "结果是{? 海燕}吗"},
	{"nothing to hide", "|||| and |a|", "|||| and |a|"},
	{"the or of programs", "if a || b || c", "if a || b || c"},
	{"a hidden address", "||https://a.b/c||", "{? {url https://a.b/c}}"},
	{"a hidden address before a word", "||https://a.b||c", "{? {url https://a.b}}c"},
	{"hidden and struck", "~~||a||~~ ||~~b~~||", "{s {? a}} {? {s b}}"},
	{"crossing a spoiler", "*a ||b* c||", "{i a ||b} c||"},
	{"escaped bars", `\||a|| a\|b`, `||a|| a\|b`},

	{"a formula", "so $$e^{i\\pi}=-1$$.", "so {` e^{i\\pi}=-1}."},
	{"money", "$5 and $$ and $$$, $$a $$", "$5 and $$ and $$$, $$a $$"},
	{"a shell's number", "kill $$; wait $$", "kill $$; wait $$"},
	{"escaped dollars", `\$$a$$`, "$$a$$"},
}

func TestInlines(t *testing.T) { checkGolden(t, golden) }

func checkGolden(t *testing.T, table []struct{ story, text, want string }) {
	t.Helper()
	for _, c := range table {
		t.Run(c.story, func(t *testing.T) {
			if got := show(Parse(c.text)); got != c.want {
				t.Errorf("%q\n got %s\nwant %s", c.text, got, c.want)
			}
		})
	}
}

func TestBlocks(t *testing.T) {
	checkGolden(t, []struct{ story, text, want string }{
		{"a quote", "> a\n> b", "{q a|b}"},
		{"an answer right below the quote", "> a\nb", "{q a}b"},
		{"a quote right below a sentence", "a\n> b", "a{q b}"},
		{"two quotes", "> a\n\n> b", "{q a}{q b}"},
		{"two paragraphs in a quote", "> a\n>\n> b", "{q {p a}{p b}}"},
		{"a quote without blank", ">a", "{q a}"},
		{"a quote in a quote", "> > a\n> b", "{q {q a}b}"},
		{"too deep a quote", ">>>>>>> a", ">>>>>>> a"},
		{"five deep, then text", "> > > > > > a", "> > > > > > a"},
		{"emoticons and arrows", ">_< >:( hm\n>.<\n>\n->", ">_< >:( hm|>.<|>|->"},

		{"bullets", "- a\n- b", "{ul {li a}{li b}}"},
		{"stars", "* a\n* *b*", "{ul {li a}{li {i b}}}"},
		{"different bullets, different lists", "- a\n* b", "{ul {li a}}{ul {li b}}"},
		{"numbers", "1. a\n2. b", "{ol1 {li1 a}{li2 b}}"},
		{"numbers as typed", "3) a\n5) b", "{ol3 {li3 a}{li5 b}}"},
		{"a year", "1984. A fine book", "1984. A fine book"},
		{"a number that happens to begin a line", "It took\n3. Yes, three.", "It took|3. Yes, three."},
		{"a list below a sentence", "Todo:\n- a\n1. b", "Todo:{ul {li a}}{ol1 {li1 b}}"},
		{"a sentence below a list", "- a\nb", "{ul {li a}}b"},
		{"blank lines between items", "- a\n\n- b", "{ul {li a}{li b}}"},
		{"an item of two lines", "- a\n  b", "{ul {li a|b}}"},
		{"an item of two paragraphs", "- a\n\n  b\n- c", "{ul {li {p a}{p b}}{li c}}"},
		{"nested lists", "- a\n  - b\n    1. c\n  - d\n- e", "{ul {li a{ul {li b{ol1 {li1 c}}}{li d}}}{li e}}"},
		{"nested under a number by two blanks", "1. a\n  - b\n2. c", "{ol1 {li1 a{ul {li b}}}{li2 c}}"},
		{"tabs", "- a\n\t- b", "{ul {li a{ul {li b}}}}"},
		{"too deep a list", "- a\n  - b\n    - c\n      - d\n        - e\n          - f",
			"{ul {li a{ul {li b{ul {li c{ul {li d{ul {li e|- f}}}}}}}}}}"},
		{"marks without text", "-\n*\n1.\n- \n-a\n1.a", "-|*|1.|-|-a|1.a"},
		{"a line of marks", "* * *\n- - -\n***\n---", "* * *|- - -|***|---"},
		{"a line of a crontab", "* * * * * /usr/bin/job", "* * * * * /usr/bin/job"},
		{"bold at the start of a line", "**a** b\n*c* d", "{b a} b|{i c} d"},
		{"a list in a quote", "> - a\n> - b\n> c", "{q {ul {li a}{li b}}c}"},
		{"a quote in a list", "- > a\n  > b\n- c", "{ul {li {q a|b}}{li c}}"},

		{"a code block", "```\na *b*\n\n  c\n```", "{pre  a *b*||  c}"},
		{"its language", "```go\nx\n```", "{pre go x}"},
		{"words that are no language", "```x := 1\ny\n```", "{pre  x := 1|y}"},
		{"never closed", "```\na\n\nb\n", "{pre  a||b}"},
		{"closed behind the code", "```\na\nb```", "{pre  a|b}"},
		{"closed before a sentence", "```\na\n``` there", "{pre  a} there"},
		{"on one line", "```a b```", "{pre  a b}"},
		{"a span of three backquotes", "```a b``` is it", "{` a b} is it"},
		{"begun behind a sentence", "look: ```go\na\n```", "look:{pre go a}"},
		{"begun behind a sentence, never closed", "look: ```go\na", "look: ```go|a"},
		{"an empty block", "```\n```", "{pre  }"},
		{"three backquotes alone", "```", "```"},
		{"longer fences", "````\n```\n````", "{pre  ```}"},
		{"indented", "  ```\n  a\n    b\n  ```", "{pre  a|  b}"},
		{"in a quote", "> ```\n> a\n>   b\n> ```\n> c", "{q {pre  a|  b}c}"},
		{"left open in a quote", "> ```\n> a\nb", "{q {pre  a}}b"},
		{"in an item", "- a\n  ```\n  b\n  ```\n- c", "{ul {li a{pre  b}}{li c}}"},
		{"in an item, pasted without indentation", "1. a ```\nif x:\n  y\n```\n2. b", "{ol1 {li1 a{pre  if x:|  y}}{li2 b}}"},
		{"between paragraphs", "a\n```\nb\n```\nc", "{p a}{pre  b}{p c}"},
	})
}

func TestTables(t *testing.T) {
	checkGolden(t, []struct{ story, text, want string }{
		{"a table", "| a | b |\n|---|--:|\n| c | *d* |", "{table {tr0 {td a}{td> b}}{tr1 {td c}{td> {i d}}}}"},
		{"without bars around it", "a|b\n-|-\nc|d", "{table {tr0 {td a}{td b}}{tr1 {td c}{td d}}}"},
		{"where cells stand", "|a|b|c|\n|:-|:-:|-:|", "{table {tr0 {td< a}{td= b}{td> c}}}"},
		{"below a sentence", "Look:\n|a|\n|-|\n|b|\nThere.", "{p Look:}{table {tr0 {td a}}{tr1 {td b}}}{p There.}"},
		{"missing cells", "|a|b|\n|-|-|\n|c|\n|", "{table {tr0 {td a}{td b}}{tr1 {td c}{td }}{tr2 {td }{td }}}"},
		{"more cells than columns", "|a|b|\n|-|-|\n|c|d|e|f|", "{table {tr0 {td a}{td b}}{tr1 {td c}{td d|e|f}}}"},
		{"a bar in a cell", "|a|\n|-|\n|b\\|c `d\\|e`|", "{table {tr0 {td a}}{tr1 {td b|c {` d|e}}}}"},
		{"a hidden cell", "|a|\n|-|\n|\\|\\|b\\|\\||", "{table {tr0 {td a}}{tr1 {td {? b}}}}"},
		{"other columns than the rule", "|a|b|\n|-|\n|c|d|", "|a|b|||-|||c|d|"},
		{"no head", "|-|-|\n|a|b|", "|-|-|||a|b|"},
		{"a rule that is none", "|a|b|\n|-|:|\n|a|b|\n|- -|-|", "|a|b|||-|:|||a|b|||- -|-|"},
		{"no bars at all", "a\n-", "a|-"},
		{"a list ends it", "|a|\n|-|\n- b | c", "{table {tr0 {td a}}}{ul {li b | c}}"},
		{"a blank line ends it", "|a|\n|-|\n\n|b|", "{table {tr0 {td a}}}|b|"},
		{"in a quote", "> |a|\n> |-|\n> |b|\n|c|", "{q {table {tr0 {td a}}{tr1 {td b}}}}|c|"},
		{"in an item", "- |a|\n  |-|\n  |b|\n- c", "{ul {li {table {tr0 {td a}}{tr1 {td b}}}}{li c}}"},
		{"a table in a table", "|a|\n|-|\n|b|\n|-|", "{table {tr0 {td a}}{tr1 {td b}}{tr2 {td -}}}"},
		{"Arabic", "| الاسم | العدد |\n|---|---|\n| نورا | ١٢ |",
			"{table {tr0 {td الاسم}{td العدد}}{tr1 {td نورا}{td ١٢}}}"},
		{"too many columns", strings.Repeat("|a", 33) + "\n" + strings.Repeat("|-", 33),
			strings.Repeat("|a", 33) + "|" + strings.Repeat("|-", 33)},
	})
}

func TestHeadingsTasksAndFormulas(t *testing.T) {
	checkGolden(t, []struct{ story, text, want string }{
		{"headings", "# a\n###### *b* ##\nc", "{h1 a}{h6 {i b}}c"},
		{"below a sentence", "a\n## b", "a{h2 b}"},
		{"no headings", "#a\n#\n####### b\n#1 c\n\\# d\n# #", "#a|#|####### b|#1 c|# d|# #"},
		{"a language at the end", "# C#", "{h1 C#}"},
		{"in a quote", "> # a\n> b", "{q {h1 a}b}"},
		{"in an item", "- # a\n  b", "{ul {li {h1 a}b}}"},

		{"tasks", "- [ ] a\n- [x] *b*\n* [X] c\n1. [ ] d", "{ul {li[ ] a}{li[x] {i b}}}{ul {li[x] c}}{ol1 {li1[ ] d}}"},
		{"a task of two lines", "- [ ] a\n  b", "{ul {li[ ] a|b}}"},
		{"tasks in tasks", "- [ ] a\n  - [x] b", "{ul {li[ ] a{ul {li[x] b}}}}"},
		{"a task in a quote", "> - [ ] a", "{q {ul {li[ ] a}}}"},
		{"what begins a block elsewhere", "- [ ] - a\n- [ ] > b", "{ul {li[ ] - a}{li[ ] > b}}"},
		{"no tasks", "- [ ]\n- [y] a\n- [x](http://b.c) d\n[ ] e", "{ul {li [ ]}{li [y] a}{li {a http://b.c x} d}}[ ] e"},

		{"a formula in lines of its own", "a\n$$\nx^2\n  + 1\n$$\nb", "{p a}{pre tex x^2|  + 1}{p b}"},
		{"a line that is a formula", "$$ x = 1 $$", "{pre tex x = 1}"},
		{"a formula without an end", "$$\nx", "$$|x"},
		{"two in a line", "$$a$$ $$b$$", "{` a} {` b}"},
		{"nothing in it", "$$ $$\n$$$$", "$$ $$|$$$$"},
		{"in a quote", "> $$\n> x\n> $$\ny", "{q {pre tex x}}y"},
	})
}

func TestLinks(t *testing.T) {
	checkGolden(t, []struct{ story, text, want string }{
		{"bare", "see http://a.com/b?c=d#e now", "see {url http://a.com/b?c=d#e} now"},
		{"without a dot", "http://localhost:8080", "{url http://localhost:8080}"},
		{"in capitals", "HTTPS://A.COM/B", "{url https://A.COM/B HTTPS://A.COM/B}"},
		{"www", "www.a.com, wWw.b.org", "{url https://www.a.com www.a.com}, {url https://wWw.b.org wWw.b.org}"},
		{"mailto", "mailto:a.b@c.org.", "{url mailto:a.b@c.org}."},
		{"the end of a sentence", "http://a.com. http://b.com, http://c.com! (http://d.com)?",
			"{url http://a.com}. {url http://b.com}, {url http://c.com}! ({url http://d.com})?"},
		{"parentheses that belong to it", "(http://a.com/b_(c))", "({url http://a.com/b_(c)})"},
		{"quotation marks", `"http://a.com" 'http://b.com' “http://c.com”`,
			`"{url http://a.com}" '{url http://b.com}' “{url http://c.com}”`},
		{"brackets", "[http://a.com] <http://b.com> {http://c.com}", "[{url http://a.com}] {url http://b.com} {{url http://c.com}}"},
		{"an IPv6 host", "http://[::1]:8080/x", "{url http://[::1]:8080/x}"},
		{"emphasis around it", "**http://a.com** _http://b.com_", "{b {url http://a.com}} {i {url http://b.com}}"},
		{"an underscore at its end", "http://a.com/bc--d_ (http://a.com/e__), http://a.com/f_.",
			"{url http://a.com/bc--d_} ({url http://a.com/e__}), {url http://a.com/f_}."},
		{"emphasis that ended before it", "_a_ http://b.com/c_", "{i a} {url http://b.com/c_}"},
		{"emphasis that ends with it", "_see http://b.com/c_ or __http://d.com/e__",
			"{i see {url http://b.com/c}} or {b {url http://d.com/e}}"},
		{"marks inside it", "http://a.com/b_c_d*e*f~~g", "{url http://a.com/b_c_d*e*f~~g}"},
		{"Chinese around it", "看http://a.com/路径，好", "看{url http://a.com/路径}，好"},
		{"not one", "http:// http://. www. www.a https:/a.com xhttp://a.com ftp://a.com",
			"http:// http://. www. www.a https:/a.com xhttp://a.com ftp://a.com"},
		{"dangerous schemes", "javascript:alert(1) data:text/html,x vbscript:x file:///etc",
			"javascript:alert(1) data:text/html,x vbscript:x file:///etc"},
		{"e-mail addresses stay text", "me@a.com", "me@a.com"},
		{"an e-mail address in angles", "<me@a.com>", "{url mailto:me@a.com me@a.com}"},
		{"the direction of text cannot be turned", "http://a.com/\u202egpj.exe", "{url http://a.com/}\u202egpj.exe"},

		{"a label", "[a *b*](http://c.com)", "{a http://c.com a {i b}}"},
		{"spaces around the address", "[a]( <http://c.com> )", "{a http://c.com a}"},
		{"parentheses in the address", `[a](http://c.com/(d)) [a](http://c.com/\))`, "{a http://c.com/(d) a} {a http://c.com/) a}"},
		{"www behind a label", "[a](www.c.com)", "{a https://www.c.com a}"},
		{"other schemes behind a label", "[a](javascript:x) [a](/x) [a](//c.com) [a](data:x) [a]( javascript:x)",
			"[a](javascript:x) [a](/x) [a](//c.com) [a](data:x) [a]( javascript:x)"},
		{"a control character in the scheme", "[a](java\tscript:x) [a](http\n://c.com)", "[a](java\tscript:x) [a](http|://c.com)"},
		{"titles are no part of the dialect", `[a](http://c.com "d")`, `[a]({url http://c.com} "d")`},
		{"no label", "[](http://c.com)", "[]({url http://c.com})"},
		{"a label that claims another address", "[http://good.com](http://evil.com)", "[{url http://good.com}]({url http://evil.com})"},
		{"one with escapes", `[https\://good.com](https://evil.com)`, `[https://good.com]({url https://evil.com})`},
		{"one in pieces", "[**h**ttps://good.com](https://evil.com)", "[{b h}ttps://good.com]({url https://evil.com})"},
		{"one with what is not seen", "[ht\u200btps://good.com](https://evil.com)", "[ht\u200btps://good.com]({url https://evil.com})"},
		{"one with wide punctuation", "[https：／／good.com](https://evil.com)", "[https：／／good.com]({url https://evil.com})"},
		{"one with letters of another script", "[https://gооd.com](https://evil.com)", "[{url https://gооd.com}]({url https://evil.com})"},
		{"one in a sentence", "[see https://good.com/a](https://evil.com)", "[see {url https://good.com/a}]({url https://evil.com})"},
		{"a host that is another's", "[good.com](https://evil.com) [good.com/a](https://evil.com)",
			"[good.com]({url https://evil.com}) [good.com/a]({url https://evil.com})"},
		{"a mailbox that is another's", "[me@good.com](mailto:you@evil.com)", "[me@good.com]({url mailto:you@evil.com})"},
		{"its own host", "[Good.com](https://good.com/x) [good.com](https://www.good.com)",
			"{a https://good.com/x Good.com} {a https://www.good.com good.com}"},
		{"a host before another's", "[good.com](https://good.com@evil.com)", "[good.com]({url https://good.com@evil.com})"},
		{"names with dots", "[Node.js](https://nodejs.org) [README.md](https://c.com/README.md) [v1.2](https://c.com)",
			"{a https://nodejs.org Node.js} {a https://c.com/README.md README.md} {a https://c.com v1.2}"},
		{"a label that is the address", "[http://a.com](http://a.com)", "{a http://a.com http://a.com}"},
		{"a link in a label", "[a [b](http://c.com)](http://d.com)", "[a {a http://c.com b}]({url http://d.com})"},
		{"a mention in a label", "[@a](http://c.com)", "{a http://c.com @a}"},
		{"unfinished", "[a](http://c.com", "[a]({url http://c.com}"},
		{"brackets are just brackets", "[x] a[0] ](", "[x] a[0] ]("},
		{"code binds tighter", "[a`](http://c.com)`", "[a{` ](http://c.com)}"},
	})
}
