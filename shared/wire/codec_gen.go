// Code generated from the types of this package by go generate; DO NOT EDIT.

package wire

func writeEvent(w *writer, v *Event) {
	w.open('{')
	writeHead(w, &v.Head)
	w.str("room", v.Room)
	w.int("seq", v.Seq)
	w.str("event", v.Event)
	w.str("author", v.Author)
	w.strOpt("cid", v.CID)
	w.str("kind", string(v.Kind))
	w.int("at", v.At)
	w.intOpt("target", v.Target)
	w.strOpt("body", v.Body)
	w.intOpt("reply_to", v.ReplyTo)
	if len(v.Mentions) > 0 {
		w.strs("mentions", v.Mentions)
	}
	if len(v.Files) > 0 {
		w.name("files")
		w.open('[')
		for i := range v.Files {
			w.next()
			writeFile(w, &v.Files[i])
		}
		w.close(']')
	}
	w.intOpt("thread", v.Thread)
	w.boolOpt("in_room", v.InRoom)
	w.strOpt("emoji", v.Emoji)
	w.boolOpt("on", v.On)
	w.strOpt("user", v.User)
	w.strOpt("action", v.Action)
	w.strOpt("name", v.Name)
	w.strOpt("topic", v.Topic)
	w.strOpt("history", string(v.History))
	w.intOpt("from", v.From)
	if v.Detail != "" {
		w.name("detail")
		w.b = append(w.b, v.Detail...)
	}
	if v.Quote != nil {
		w.name("quote")
		writeQuote(w, v.Quote)
	}
	if v.State != nil {
		w.name("state")
		writeState(w, v.State)
	}
	w.close('}')
}

func readEvent(l *reader, v *Event) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch key := l.key(); string(key) {
		case "room":
			l.like(&v.Room, &l.room)
		case "seq":
			l.int(&v.Seq)
		case "event":
			l.str(&v.Event)
		case "author":
			l.like(&v.Author, &l.author)
		case "cid":
			l.str(&v.CID)
		case "kind":
			l.like((*string)(&v.Kind), &l.kind)
		case "at":
			l.int(&v.At)
		case "target":
			l.int(&v.Target)
		case "body":
			l.str(&v.Body)
		case "reply_to":
			l.int(&v.ReplyTo)
		case "mentions":
			l.strs(&v.Mentions)
		case "files":
			if !l.open('[') {
				continue
			}
			v.Files = []File{}
			for l.more(']') {
				v.Files = append(v.Files, File{})
				readFile(l, &v.Files[len(v.Files)-1])
			}
		case "thread":
			l.int(&v.Thread)
		case "in_room":
			l.bool(&v.InRoom)
		case "emoji":
			l.str(&v.Emoji)
		case "on":
			l.bool(&v.On)
		case "user":
			l.str(&v.User)
		case "action":
			l.str(&v.Action)
		case "name":
			l.str(&v.Name)
		case "topic":
			l.str(&v.Topic)
		case "history":
			l.str((*string)(&v.History))
		case "from":
			l.int(&v.From)
		case "detail":
			l.detail(&v.Detail)
		case "quote":
			if !l.null() {
				v.Quote = new(Quote)
				readQuote(l, v.Quote)
			}
		case "state":
			if !l.null() {
				v.State = new(State)
				readState(l, v.State)
			}
		default:
			if !readHead(l, &v.Head, key) {
				l.skip()
			}
		}
	}
}

func writePage(w *writer, v *Page) {
	w.open('{')
	writeHead(w, &v.Head)
	w.str("room", v.Room)
	w.str("epoch", v.Epoch)
	w.int("from", v.From)
	w.int("to", v.To)
	w.int("as_of", v.AsOf)
	w.name("events")
	w.open('[')
	for i := range v.Events {
		w.next()
		writeEvent(w, &v.Events[i])
	}
	w.close(']')
	if len(v.Users) > 0 {
		w.name("users")
		w.open('[')
		for i := range v.Users {
			w.next()
			writeUser(w, &v.Users[i])
		}
		w.close(']')
	}
	w.intOpt("thread", v.Thread)
	if v.Root != nil {
		w.name("root")
		writeEvent(w, v.Root)
	}
	w.close('}')
}

func readPage(l *reader, v *Page) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch key := l.key(); string(key) {
		case "room":
			l.str(&v.Room)
		case "epoch":
			l.str(&v.Epoch)
		case "from":
			l.int(&v.From)
		case "to":
			l.int(&v.To)
		case "as_of":
			l.int(&v.AsOf)
		case "events":
			if !l.open('[') {
				continue
			}
			v.Events = []Event{}
			for l.more(']') {
				v.Events = append(v.Events, Event{})
				readEvent(l, &v.Events[len(v.Events)-1])
			}
		case "users":
			if !l.open('[') {
				continue
			}
			v.Users = []User{}
			for l.more(']') {
				v.Users = append(v.Users, User{})
				readUser(l, &v.Users[len(v.Users)-1])
			}
		case "thread":
			l.int(&v.Thread)
		case "root":
			if !l.null() {
				v.Root = new(Event)
				readEvent(l, v.Root)
			}
		default:
			if !readHead(l, &v.Head, key) {
				l.skip()
			}
		}
	}
}

func writeAck(w *writer, v *Ack) {
	w.open('{')
	writeHead(w, &v.Head)
	w.strOpt("cid", v.CID)
	w.str("room", v.Room)
	w.int("seq", v.Seq)
	w.strOpt("event", v.Event)
	w.intOpt("at", v.At)
	w.boolOpt("dup", v.Dup)
	w.close('}')
}

func readAck(l *reader, v *Ack) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch key := l.key(); string(key) {
		case "cid":
			l.str(&v.CID)
		case "room":
			l.str(&v.Room)
		case "seq":
			l.int(&v.Seq)
		case "event":
			l.str(&v.Event)
		case "at":
			l.int(&v.At)
		case "dup":
			l.bool(&v.Dup)
		default:
			if !readHead(l, &v.Head, key) {
				l.skip()
			}
		}
	}
}

func writeUser(w *writer, v *User) {
	w.open('{')
	w.str("id", v.ID)
	w.str("handle", v.Handle)
	w.str("name", v.Name)
	w.str("role", string(v.Role))
	w.boolOpt("ghost", v.Ghost)
	w.boolOpt("gone", v.Gone)
	w.strOpt("picture", v.Picture)
	w.strOpt("emoji", v.Emoji)
	w.strOpt("status", v.Status)
	w.intOpt("until", v.Until)
	w.intOpt("quiet", v.Quiet)
	w.close('}')
}

func readUser(l *reader, v *User) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch string(l.key()) {
		case "id":
			l.str(&v.ID)
		case "handle":
			l.str(&v.Handle)
		case "name":
			l.str(&v.Name)
		case "role":
			l.str((*string)(&v.Role))
		case "ghost":
			l.bool(&v.Ghost)
		case "gone":
			l.bool(&v.Gone)
		case "picture":
			l.str(&v.Picture)
		case "emoji":
			l.str(&v.Emoji)
		case "status":
			l.str(&v.Status)
		case "until":
			l.int(&v.Until)
		case "quiet":
			l.int(&v.Quiet)
		default:
			l.skip()
		}
	}
}

func writeFile(w *writer, v *File) {
	w.open('{')
	w.str("id", v.ID)
	w.str("name", v.Name)
	w.str("content_type", v.Type)
	w.int("size", v.Size)
	w.intOpt("width", int64(v.Width))
	w.intOpt("height", int64(v.Height))
	w.intOpt("duration", v.Duration)
	w.strOpt("placeholder", v.Placeholder)
	w.intOpt("lines", int64(v.Lines))
	w.strOpt("wave", v.Wave)
	w.boolOpt("animated", v.Animated)
	w.strOpt("caption", v.Caption)
	w.close('}')
}

func readFile(l *reader, v *File) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch string(l.key()) {
		case "id":
			l.str(&v.ID)
		case "name":
			l.str(&v.Name)
		case "content_type":
			l.str(&v.Type)
		case "size":
			l.int(&v.Size)
		case "width":
			n := int64(v.Width)
			l.int(&n)
			v.Width = int(n)
		case "height":
			n := int64(v.Height)
			l.int(&n)
			v.Height = int(n)
		case "duration":
			l.int(&v.Duration)
		case "placeholder":
			l.str(&v.Placeholder)
		case "lines":
			n := int64(v.Lines)
			l.int(&n)
			v.Lines = int(n)
		case "wave":
			l.str(&v.Wave)
		case "animated":
			l.bool(&v.Animated)
		case "caption":
			l.str(&v.Caption)
		default:
			l.skip()
		}
	}
}

func writeQuote(w *writer, v *Quote) {
	w.open('{')
	w.str("author", v.Author)
	w.strOpt("text", v.Text)
	w.boolOpt("deleted", v.Deleted)
	w.close('}')
}

func readQuote(l *reader, v *Quote) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch string(l.key()) {
		case "author":
			l.str(&v.Author)
		case "text":
			l.str(&v.Text)
		case "deleted":
			l.bool(&v.Deleted)
		default:
			l.skip()
		}
	}
}

func writeState(w *writer, v *State) {
	w.open('{')
	w.int("v", v.V)
	w.intOpt("edited_at", v.EditedAt)
	w.boolOpt("deleted", v.Deleted)
	w.strOpt("deleted_by", v.DeletedBy)
	if len(v.Reactions) > 0 {
		w.name("reactions")
		w.open('[')
		for i := range v.Reactions {
			w.next()
			writeReaction(w, &v.Reactions[i])
		}
		w.close(']')
	}
	w.intOpt("replies", int64(v.Replies))
	if len(v.Marks) > 0 {
		w.name("marks")
		w.open('[')
		for i := range v.Marks {
			w.next()
			writeMark(w, &v.Marks[i])
		}
		w.close(']')
	}
	if len(v.Previews) > 0 {
		w.name("previews")
		w.open('[')
		for i := range v.Previews {
			w.next()
			writePreview(w, &v.Previews[i])
		}
		w.close(']')
	}
	if v.Thread != nil {
		w.name("thread")
		writeThread(w, v.Thread)
	}
	if v.Poll != nil {
		w.name("poll")
		writeTally(w, v.Poll)
	}
	w.close('}')
}

func readState(l *reader, v *State) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch string(l.key()) {
		case "v":
			l.int(&v.V)
		case "edited_at":
			l.int(&v.EditedAt)
		case "deleted":
			l.bool(&v.Deleted)
		case "deleted_by":
			l.str(&v.DeletedBy)
		case "reactions":
			if !l.open('[') {
				continue
			}
			v.Reactions = []Reaction{}
			for l.more(']') {
				v.Reactions = append(v.Reactions, Reaction{})
				readReaction(l, &v.Reactions[len(v.Reactions)-1])
			}
		case "replies":
			n := int64(v.Replies)
			l.int(&n)
			v.Replies = int(n)
		case "marks":
			if !l.open('[') {
				continue
			}
			v.Marks = []Mark{}
			for l.more(']') {
				v.Marks = append(v.Marks, Mark{})
				readMark(l, &v.Marks[len(v.Marks)-1])
			}
		case "previews":
			if !l.open('[') {
				continue
			}
			v.Previews = []Preview{}
			for l.more(']') {
				v.Previews = append(v.Previews, Preview{})
				readPreview(l, &v.Previews[len(v.Previews)-1])
			}
		case "thread":
			if !l.null() {
				v.Thread = new(Thread)
				readThread(l, v.Thread)
			}
		case "poll":
			if !l.null() {
				v.Poll = new(Tally)
				readTally(l, v.Poll)
			}
		default:
			l.skip()
		}
	}
}

func writeReaction(w *writer, v *Reaction) {
	w.open('{')
	w.str("emoji", v.Emoji)
	w.int("count", int64(v.Count))
	w.boolOpt("me", v.Me)
	if len(v.Users) > 0 {
		w.strs("users", v.Users)
	}
	w.close('}')
}

func readReaction(l *reader, v *Reaction) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch string(l.key()) {
		case "emoji":
			l.str(&v.Emoji)
		case "count":
			n := int64(v.Count)
			l.int(&n)
			v.Count = int(n)
		case "me":
			l.bool(&v.Me)
		case "users":
			l.strs(&v.Users)
		default:
			l.skip()
		}
	}
}

func writeMark(w *writer, v *Mark) {
	w.open('{')
	w.str("mark", v.Mark)
	w.str("by", v.By)
	w.int("at", v.At)
	w.int("seq", v.Seq)
	w.close('}')
}

func readMark(l *reader, v *Mark) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch string(l.key()) {
		case "mark":
			l.str(&v.Mark)
		case "by":
			l.str(&v.By)
		case "at":
			l.int(&v.At)
		case "seq":
			l.int(&v.Seq)
		default:
			l.skip()
		}
	}
}

func writePreview(w *writer, v *Preview) {
	w.open('{')
	w.str("address", v.Address)
	w.strOpt("site", v.Site)
	w.strOpt("title", v.Title)
	w.strOpt("text", v.Text)
	if v.Picture != nil {
		w.name("picture")
		writeFile(w, v.Picture)
	}
	w.boolOpt("dismissed", v.Dismissed)
	w.boolOpt("awaited", v.Awaited)
	w.strOpt("by", v.By)
	w.close('}')
}

func readPreview(l *reader, v *Preview) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch string(l.key()) {
		case "address":
			l.str(&v.Address)
		case "site":
			l.str(&v.Site)
		case "title":
			l.str(&v.Title)
		case "text":
			l.str(&v.Text)
		case "picture":
			if !l.null() {
				v.Picture = new(File)
				readFile(l, v.Picture)
			}
		case "dismissed":
			l.bool(&v.Dismissed)
		case "awaited":
			l.bool(&v.Awaited)
		case "by":
			l.str(&v.By)
		default:
			l.skip()
		}
	}
}

func writeThread(w *writer, v *Thread) {
	w.open('{')
	w.int("replies", int64(v.Replies))
	if len(v.Last) > 0 {
		w.name("last")
		w.open('[')
		for i := range v.Last {
			w.next()
			writeReply(w, &v.Last[i])
		}
		w.close(']')
	}
	w.close('}')
}

func readThread(l *reader, v *Thread) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch string(l.key()) {
		case "replies":
			n := int64(v.Replies)
			l.int(&n)
			v.Replies = int(n)
		case "last":
			if !l.open('[') {
				continue
			}
			v.Last = []Reply{}
			for l.more(']') {
				v.Last = append(v.Last, Reply{})
				readReply(l, &v.Last[len(v.Last)-1])
			}
		default:
			l.skip()
		}
	}
}

func writeTally(w *writer, v *Tally) {
	w.open('{')
	w.name("choices")
	w.open('[')
	for i := range v.Choices {
		w.next()
		writeChosen(w, &v.Choices[i])
	}
	w.close(']')
	w.int("voters", int64(v.Voters))
	w.intOpt("closed", v.Closed)
	w.close('}')
}

func readTally(l *reader, v *Tally) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch string(l.key()) {
		case "choices":
			if !l.open('[') {
				continue
			}
			v.Choices = []Chosen{}
			for l.more(']') {
				v.Choices = append(v.Choices, Chosen{})
				readChosen(l, &v.Choices[len(v.Choices)-1])
			}
		case "voters":
			n := int64(v.Voters)
			l.int(&n)
			v.Voters = int(n)
		case "closed":
			l.int(&v.Closed)
		default:
			l.skip()
		}
	}
}

func writeReply(w *writer, v *Reply) {
	w.open('{')
	w.str("user", v.User)
	w.int("seq", v.Seq)
	w.int("at", v.At)
	w.close('}')
}

func readReply(l *reader, v *Reply) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch string(l.key()) {
		case "user":
			l.str(&v.User)
		case "seq":
			l.int(&v.Seq)
		case "at":
			l.int(&v.At)
		default:
			l.skip()
		}
	}
}

func writeChosen(w *writer, v *Chosen) {
	w.open('{')
	w.int("count", int64(v.Count))
	w.boolOpt("me", v.Me)
	if len(v.Users) > 0 {
		w.strs("users", v.Users)
	}
	w.close('}')
}

func readChosen(l *reader, v *Chosen) {
	if !l.open('{') {
		return
	}
	for l.more('}') {
		switch string(l.key()) {
		case "count":
			n := int64(v.Count)
			l.int(&n)
			v.Count = int(n)
		case "me":
			l.bool(&v.Me)
		case "users":
			l.strs(&v.Users)
		default:
			l.skip()
		}
	}
}

func readSend(l *reader, v *Send) (known bool) {
	known = l.open('{')
	for known && l.more('}') {
		switch key := l.key(); string(key) {
		case "cid":
			l.str(&v.CID)
		case "room":
			l.str(&v.Room)
		case "body":
			l.str(&v.Body)
		case "reply_to":
			l.int(&v.ReplyTo)
		case "files":
			l.strs(&v.Files)
		case "captions":
			l.strs(&v.Captions)
		case "thread":
			l.int(&v.Thread)
		case "in_room":
			l.bool(&v.InRoom)
		case "from_room":
			l.str(&v.FromRoom)
		case "from_seq":
			l.int(&v.FromSeq)
		default:
			if !readHead(l, &v.Head, key) {
				known = false
			}
		}
	}
	return known
}

func writeHead(w *writer, v *Head) {
	w.strOpt("type", string(v.Type))
	w.strOpt("id", v.ID)
	w.intOpt("n", v.N)
}

func readHead(l *reader, v *Head, key []byte) bool {
	switch string(key) {
	case "type":
		l.str((*string)(&v.Type))
	case "id":
		l.str(&v.ID)
	case "n":
		l.int(&v.N)
	default:
		return false
	}
	return true
}

func (v *Send) room() string { return v.Room }

func (v *Edit) room() string { return v.Room }

func (v *Delete) room() string { return v.Room }

func (v *React) room() string { return v.Room }

func (v *Read) room() string { return v.Room }

func (v *Unread) room() string { return v.Room }

func (v *Fetch) room() string { return v.Room }

func (v *RoomRef) room() string { return v.Room }

func (v *RoomSet) room() string { return v.Room }

func (v *RoomMine) room() string { return v.Room }

func (v *MemberList) room() string { return v.Room }

func (v *MemberAdd) room() string { return v.Room }

func (v *MemberRef) room() string { return v.Room }

func (v *MemberHost) room() string { return v.Room }

func (v *InviteCreate) room() string { return v.Room }

func (v *DeleteBy) room() string { return v.Room }

func (v *DraftSet) room() string { return v.Room }

func (v *DraftList) room() string { return v.Room }

func (v *EditList) room() string { return v.Room }

func (v *ThreadRef) room() string { return v.Room }

func (v *ThreadFollow) room() string { return v.Room }

func (v *ThreadRead) room() string { return v.Room }

func (v *LaterAdd) room() string { return v.Room }

func (v *Pin) room() string { return v.Room }

func (v *PinList) room() string { return v.Room }

func (v *Vote) room() string { return v.Room }

func (v *PollClose) room() string { return v.Room }

func (v *VoteList) room() string { return v.Room }

func (v *PreviewDismiss) room() string { return v.Room }

func (v *ReactionList) room() string { return v.Room }

func (v *Save) room() string { return v.Room }

func (v *MessageRef) room() string { return v.Room }
