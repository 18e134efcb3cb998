package timeline

// drawnRow is a row with its HTML, which it keeps as long as it looks the same.
type drawnRow struct {
	row
	year int // in which it was drawn: the headings of its days leave it out
	html string

	cites []cite // the messages to which it links, as they were drawn
}

// finder finds rows by key. It is quick if they are asked for in their order.
type finder struct {
	rows []drawnRow
	next int
	at   map[string]int // by key; made when the order is another one
}

func (f *finder) find(key string) (drawnRow, bool) {
	if f.next < len(f.rows) && f.rows[f.next].key == key {
		f.next++
		return f.rows[f.next-1], true
	}
	if f.at == nil {
		f.at = make(map[string]int, len(f.rows))
		for i, r := range f.rows {
			f.at[r.key] = i
		}
	}
	i, ok := f.at[key]
	if !ok {
		return drawnRow{}, false
	}
	f.next = i + 1
	return f.rows[i], true
}
