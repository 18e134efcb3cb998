package checkup

import (
	"context"
	"fmt"
	"slices"

	"github.com/confab/confab/server/store/contents"
)

// progressEvery is after how many rows progress is told.
const progressEvery = 2000

// position is where a message is.
type position struct{ room, seq int64 }

// look is one Look under way.
type look struct {
	findings findings
	people   people
	sums     *contents.Adder
	rooms    map[int64]*room
	ids      map[string]*room

	states    map[position]*state
	reactions map[position]map[reaction]bool // as they are kept
	mentions  map[position][]string          // as they are kept
	marks     listed
	attached  attached
	log       log
	work      work
}

// Look reads everything that src holds and returns what it found. progress,
// unless nil, is told of the rows read and how many there are. The error is
// that of reading: what was read until then is in the report.
func Look(ctx context.Context, src contents.Source, progress func(done, all int64)) (*Report, error) {
	found := make(findings)
	l := &look{
		findings: found,
		people: people{findings: found,
			users: make(map[string]user), handles: make(map[string]string), found: make(map[string]bool),
			sessions: make(map[int64]bool), live: make(map[string]int64), holders: make(map[string]bool)},
		sums: contents.NewAdder(), rooms: make(map[int64]*room), ids: make(map[string]*room),
		states: make(map[position]*state), reactions: make(map[position]map[reaction]bool), mentions: make(map[position][]string),
		marks: make(listed),
		log:   newLog(), attached: newAttached(),
	}
	report := &Report{Findings: append([]Finding(nil), whats...)}
	for i := range report.Findings {
		l.findings[report.Findings[i].Name] = &report.Findings[i]
	}
	err := l.read(ctx, src, progress)
	report.Sums, report.Blobs = l.sums.Sums, l.attached.blobs
	report.Work = l.work.sum(l.ids)
	report.Rooms = make(map[int64]string, len(l.rooms))
	for num, r := range l.rooms {
		report.Rooms[num] = r.String()
	}
	return report, err
}

// step is one table to be read: what to do with each row, and after the last.
type step struct {
	table string
	row   func(contents.Row)
	after func()
}

// rest are steps of the tables that steps lacks: their rows are summed up, and
// the kinds of their values looked at.
func rest(steps []step) (others []step) {
	for _, t := range contents.Tables() {
		if !slices.ContainsFunc(steps, func(s step) bool { return s.table == t.Name }) {
			others = append(others, step{table: t.Name})
		}
	}
	return others
}

// read reads the tables, each after those that it refers to, the logs last.
func (l *look) read(ctx context.Context, src contents.Source, progress func(done, all int64)) error {
	steps := []step{
		{contents.Users, l.people.user, nil},
		{contents.UserPrefixes, l.people.prefix, l.people.unfound},
		{contents.Sessions, l.people.session, nil},
		{contents.SessionTokens, l.people.token, l.people.tokenless},
		{contents.Turns, l.people.turn, nil},
		{contents.Rooms, l.room, nil},
		{contents.Members, l.member, l.crowds},
		{contents.Departures, l.departure, nil},
		{contents.Invites, l.invite, nil},
		{contents.Settings, l.setting, nil},
		{contents.Inbox, l.inbox, nil},
		{contents.Cursors, l.work.cursor(l), nil},
		{contents.DeadEvents, l.work.deadEvent, nil},
		{contents.Jobs, l.work.job, nil},
		{contents.Activity, l.work.count(l), nil},
		{contents.MessageState, l.state, nil},
		{contents.Reactions, l.reaction, nil},
		{contents.Mentions, l.mention, nil},
		{contents.Marks, func(r contents.Row) { l.marks.add(l, r) }, func() { l.marks.compare(l) }},
		{contents.Files, func(r contents.Row) { l.attached.file(l, r) }, nil},
		{contents.Emoji, func(r contents.Row) { l.attached.emoji(l, r) }, nil},
		{contents.FileBlobs, func(r contents.Row) { l.attached.blob(l, r) }, nil},
		{contents.DoomedBlobs, func(r contents.Row) { l.attached.doomed(l, r) }, nil},
		{contents.FileUsage, func(r contents.Row) { l.attached.usage(l, r) }, func() { l.attached.uncounted(l) }},
		{contents.Events, l.event, func() { l.logRead(); l.attached.unmet(l) }},
	}
	steps = append(steps, rest(steps)...)
	var done, all int64
	for _, s := range steps {
		n, err := src.Count(ctx, contents.TableOf(s.table))
		if err != nil {
			return fmt.Errorf("read %s: %w", s.table, err)
		}
		all += n
	}
	for _, s := range steps {
		t := contents.TableOf(s.table)
		err := src.Read(ctx, t, 0, func(r contents.Row) error {
			l.sums.Add(t, r)
			l.form(t, r)
			if s.row != nil {
				s.row(r)
			}
			if done++; done%progressEvery == 0 && progress != nil {
				progress(done, all)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("read %s: %w", s.table, err)
		}
		if s.after != nil {
			s.after()
		}
	}
	if progress != nil {
		progress(all, all)
	}
	return nil
}

// findings are those that Look makes, by name.
type findings map[string]*Finding

// add notes a problem.
func (f findings) add(name, format string, args ...any) { f[name].Add(format, args...) }

// form looks at the kinds of a row's values.
func (l *look) form(t contents.Table, r contents.Row) {
	for i, v := range r {
		ok := v == nil
		switch t.Columns[i].Kind {
		case contents.Text:
			_, is := v.(string)
			ok = ok || is
		case contents.Int:
			_, is := v.(int64)
			ok = ok || is
		case contents.Bool:
			_, is := v.(bool)
			ok = ok || is
		case contents.Bytes:
			_, is := v.([]byte)
			ok = ok || is
		}
		if !ok {
			l.findings.add(Form, "a row of %s has in %s what does not belong there (%T)", t.Name, t.Columns[i].Name, v)
		}
	}
}
