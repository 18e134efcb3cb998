package markup

// Kind is the kind of a [Token].
type Kind uint8

// The kinds. Those marked "pair" come twice, the second time with End set, and what lies between
// them is inside; the others stand for themselves.
const (
	Text      Kind = iota // a piece of text, in Text
	LineBreak             // a newline inside a paragraph
	Bold                  // pair
	Italic                // pair
	Strike                // pair
	Spoiler               // pair: hidden until the reader asks for it
	Link                  // pair: the address in Ref; Bare if the text is the address itself
	CodeSpan              // code in a line, in Text
	Mention               // as typed with its @ in Text, in lower case without it in Ref; see Handles
	Emoji                 // the character in Text, its name without colons in Ref; or as typed in Text, see Doc
	Paragraph             // pair: holds inlines; Lone if it is the only one of its container
	Heading               // pair: holds inlines; N is its level, 1 to 6
	Quote                 // pair: holds blocks
	List                  // pair: holds Items; ordered if N >= 0, which is the first number, else N is -1
	Item                  // pair: holds blocks; N is its number in an ordered list, else -1; Ref is " " or "x" of a task
	Table                 // pair: holds Rows
	Row                   // pair: holds as many Cells as the others; N counts them, and 0 is the head
	Cell                  // pair: holds inlines; N is where they stand, see AtStart
	CodeBlock             // lines of code without the last newline in Text, the language or "" in Ref
)

// Where the text of a Cell stands.
const (
	Anywhere = iota // where text begins
	AtStart
	InMiddle
	AtEnd
)

// Token is one step through a document.
type Token struct {
	Kind Kind
	End  bool   // the end of a pair
	Bare bool   // Link: typed as an address, without a label
	Lone bool   // Paragraph: the only one of its quote, item or document
	N    int    // Heading, List, Item, Row, Cell: see there
	Text string // shares memory with the parsed text wherever possible
	Ref  string
}

// Doc is a parsed message: its tokens in order, every pair closed and properly nested. The zero
// value is the empty message.
//
// Which emoji a workspace has of its own is not known here: each :name: that one could have is a
// token Emoji, with the same in Text.
type Doc struct {
	Tokens []Token
}
