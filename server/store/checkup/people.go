package checkup

import "github.com/confab/confab/server/store/contents"

// user is what others repeat of a person.
type user struct {
	handle  string
	ghost   bool
	gone    bool
	picture string // the file with it
}

// people are those there are, and what they come in by.
type people struct {
	findings findings
	users    map[string]user
	handles  map[string]string // the user of each handle
	found    map[string]bool   // users who can be found
	sessions map[int64]bool    // by number
	live     map[string]int64  // the token in force of each
	holders  map[string]bool   // sessions, by id
}

// user: id, handle, name, role, ghost, gone, email, password, created, picture, emoji, status, until, quiet.
func (p *people) user(r contents.Row) {
	p.handles[r.Text(1)] = r.Text(0)
	p.users[r.Text(0)] = user{handle: r.Text(1), ghost: r.Bool(4), gone: r.Bool(5), picture: r.Text(9)}
}

// prefix: prefix, handle, ghost.
func (p *people) prefix(r contents.Row) {
	id, there := p.handles[r.Text(1)]
	switch u := p.users[id]; {
	case !there:
		p.findings.add(Orphans, "a prefix lists %s, whose handle nobody has", r.Text(1))
	case u.gone:
		p.findings.add(Copies, "%s is gone and can be found", id)
	case u.ghost != r.Bool(2):
		p.findings.add(Copies, "a prefix that lists %s says otherwise than they whether they were imported", id)
	}
	p.found[id] = true
}

// unfound tells of people nobody can find.
func (p *people) unfound() {
	for id, u := range p.users {
		if !u.gone && !p.found[id] {
			p.findings.add(Copies, "no prefix lists %s", id)
		}
	}
}

// session: num, id, person, device, created, seen, ended, token, previous,
// previous_until, expires.
func (p *people) session(r contents.Row) {
	if _, there := p.users[r.Text(2)]; !there {
		p.findings.add(Orphans, "session %s is nobody's", r.Text(1))
	}
	p.sessions[r.Int(0)] = true
	p.holders[r.Text(1)] = true
	if token := r.Bytes(7); len(token) > 0 {
		p.live[string(token)] = r.Int(0)
	}
}

// token: hash, session, at.
func (p *people) token(r contents.Row) {
	session := r.Int(1)
	if !p.sessions[session] {
		p.findings.add(Orphans, "a token is of session number %d, which is not there", session)
	}
	hash := string(r.Bytes(0))
	if of, is := p.live[hash]; is {
		if of != session {
			p.findings.add(Copies, "the token of session number %d is known as that of number %d", of, session)
		}
		delete(p.live, hash)
	}
}

// tokenless tells of sessions that could not be refreshed.
func (p *people) tokenless() {
	for _, session := range p.live {
		p.findings.add(Copies, "the token of session number %d is not among the tokens", session)
	}
}

// turn: holder, instance, lane, number, at, code, seq, ref.
func (p *people) turn(r contents.Row) {
	holder := r.Text(0)
	if _, person := p.users[holder]; !person && !p.holders[holder] {
		p.findings.add(Orphans, "a turn is held by %s, which is no session and no person", holder)
	}
	if r.Int(3) < 1 {
		p.findings.add(Counters, "a turn of %s has the number %d", holder, r.Int(3))
	}
}
