package markup

// maxJumbo is how many emoji a message may hold and be shown large.
const maxJumbo = 3

// Jumbo tells whether doc is nothing but one to three emoji in one line, typed or by name. own tells
// whether the workspace has an emoji of that name; nil: it has none.
func Jumbo(doc Doc, own func(name string) bool) bool {
	count := 0
	for _, t := range doc.Tokens {
		switch t.Kind {
		case Paragraph:
			if !t.End && !t.Lone {
				return false
			}
		case Emoji:
			if t.Text[0] == ':' && (own == nil || !own(t.Ref)) {
				return false
			}
			count++
		case Text:
			n := onlyEmoji(t.Text)
			if n < 0 {
				return false
			}
			count += n
		default:
			return false
		}
		if count > maxJumbo {
			return false
		}
	}
	return count > 0
}

// onlyEmoji counts the emoji of a text that holds nothing else but blanks, up to one too many, or
// returns -1.
func onlyEmoji(s string) int {
	count := 0
	for s != "" && count <= maxJumbo {
		if s[0] == ' ' || s[0] == '\t' {
			s = s[1:]
			continue
		}
		n := emojiLen(s)
		if n == 0 {
			return -1
		}
		count++
		s = s[n:]
	}
	return count
}

// FirstCluster returns the first character of s as a reader sees it, with the marks and joined
// parts that belong to it.
func FirstCluster(s string) string {
	var c clusters
	for i, r := range s {
		if c.boundary(r) && i > 0 {
			return s[:i]
		}
	}
	return s
}
