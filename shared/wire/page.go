package wire

// Cut makes a page that answers f fit into max bytes of JSON. It leaves out the
// events that are farthest from where f asked to begin: the oldest, with After the
// newest, with Around those farther from it. It moves From and To accordingly, so
// that the page still covers the whole range between them. One event always stays.
func (p *Page) Cut(f Fetch, max int) {
	const envelope = 512 // the page's other fields, and a line break
	left := max - envelope
	var w writer
	for i := range p.Users {
		writeUser(&w, &p.Users[i])
	}
	if p.Root != nil {
		writeEvent(&w, p.Root)
	}
	left -= len(w.b)
	sizes := make([]int, len(p.Events))
	all := 0
	for i := range p.Events {
		w.b = w.b[:0]
		writeEvent(&w, &p.Events[i])
		sizes[i] = len(w.b) + 1
		all += sizes[i]
	}
	first, last := 0, len(p.Events)-1
	for all > left && first < last {
		newest := f.After > 0
		if f.Around > 0 {
			newest = p.Events[last].Seq-f.Around > f.Around-p.Events[first].Seq
		}
		if newest {
			all -= sizes[last]
			p.To = p.Events[last].Seq - 1
			last--
		} else {
			all -= sizes[first]
			p.From = p.Events[first].Seq + 1
			first++
		}
	}
	p.Events = p.Events[first : last+1]
}
