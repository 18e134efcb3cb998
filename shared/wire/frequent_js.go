package wire

// frequent leaves everything to reflection: of the objects that go out in numbers
// from the server, a page is the only one that the browser's program writes, now and
// then, to keep it.
func (w *writer) frequent(Headed) bool { return false }

// copy writes the next value, of any kind, as the server wrote it, which is as
// Marshal would.
func (l *lexer) copy(w *writer) { l.copyAsIs(w) }
