package markup

// task reads the box of a task at the start of an item, "[ ] " or "[x] ", and marks the item. It returns where its
// text begins, or 0 if it is no task.
func task(p *parser, c cursor) int {
	s := p.src[c.pos:c.end]
	if len(s) < 5 || s[0] != '[' || s[2] != ']' || s[3] != ' ' && s[3] != '\t' {
		return 0
	}
	box := s[1:2]
	switch box {
	case " ", "x":
	case "X":
		box = "x"
	default:
		return 0
	}
	text, _ := p.skipSpace(cursor{c.pos + 3, c.end, 0})
	if text == c.end {
		return 0
	}
	p.tasks = append(p.tasks, c.pos+1)
	p.tokens[len(p.tokens)-1].Ref = box
	return text
}

// Tick marks a task of a text as done, or as not done if it was. n counts the tasks from 0. It returns the text as it
// was and false if there is no such task.
func Tick(text string, n int) (string, bool) {
	var p parser
	p.parse(text)
	if n < 0 || n >= len(p.tasks) {
		return text, false
	}
	box, at := " ", p.tasks[n]
	if p.src[at] == ' ' {
		box = "x"
	}
	return p.src[:at] + box + p.src[at+1:], true
}
