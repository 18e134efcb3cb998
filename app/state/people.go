package state

import (
	"maps"
	"slices"
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// applyPeople applies what the server sends about people.
func applyPeople(s *State, users []wire.User) {
	for _, u := range users {
		delete(s.unknown, u.ID)
		if known, ok := s.Users[u.ID]; ok && known == u {
			continue
		}
		s.Users[u.ID] = u
		for _, end := range []int64{u.Until, u.Quiet} {
			if end > 0 && (s.over == 0 || end < s.over) {
				s.over = end
			}
		}
		s.changes.person(u.ID)
		s.Rev++
		if u.ID == s.Me.ID && u != s.Me {
			s.Me = u
			s.changes.Self = true
		}
		if u.Gone {
			sendAway(s, u.ID)
		}
	}
}

// sendAway removes the presence and the typing notices of a person who was banned.
func sendAway(s *State, user string) {
	if _, watched := s.Presence[user]; watched {
		s.Presence[user] = wire.Offline
		s.changes.Presence = true
	}
	s.all(func(r *Room) {
		if stopTyping(r, user) {
			s.touch(r, PartTyping)
		}
	})
}

// stopTyping removes a person's typing notice and reports whether there was one.
func stopTyping(r *Room, user string) bool {
	n := len(r.Typing)
	r.Typing = slices.DeleteFunc(r.Typing, func(t Typer) bool { return t.User == user })
	return len(r.Typing) != n
}

// applyPresence applies the presence of people. The answer to a watch replaces all that
// was known, because the server sends nothing more about people who are not watched.
func applyPresence(s *State, p *wire.Presence) {
	next := map[string]string{}
	if p.ID == "" {
		next = maps.Clone(s.Presence)
	}
	maps.Copy(next, p.Users)
	if maps.Equal(next, s.Presence) {
		return
	}
	s.Presence, s.changes.Presence = next, true
	s.Rev++
}

func applyTyping(s *State, t *wire.Typing, now time.Time) {
	r := s.At(ThreadID(t.Room, t.Thread)) // of threads, only the one that is open shows it
	if r == nil || t.User == "" || t.User == s.Me.ID || s.Users[t.User].Gone {
		return
	}
	s.Mention(t.User)
	typer := Typer{User: t.User, Until: now.Add(limits.TypingLasts).UnixMilli()}
	if i := slices.IndexFunc(r.Typing, func(t Typer) bool { return t.User == typer.User }); i >= 0 {
		r.Typing[i] = typer
		return
	}
	r.Typing = append(r.Typing, typer)
	s.touch(r, PartTyping)
}

// Over is when the next status of somebody is over, or they may be disturbed again; the zero time: nothing ends.
func Over(s *State) (at time.Time) {
	if s.over > 0 {
		at = time.UnixMilli(s.over)
	}
	return at
}

// endStatuses removes what people say they are doing where that is over, whatever the server says: it may be out of reach.
func endStatuses(s *State, now int64) {
	if s.over == 0 || s.over > now {
		return
	}
	var ended []wire.User
	s.over = 0
	for _, u := range s.Users {
		was := u
		if u.Until > 0 && u.Until <= now {
			u.Emoji, u.Status, u.Until = "", "", 0
		}
		if u.Quiet <= now {
			u.Quiet = 0
		}
		if u != was {
			ended = append(ended, u)
		}
		for _, end := range []int64{u.Until, u.Quiet} {
			if end > 0 && (s.over == 0 || end < s.over) {
				s.over = end
			}
		}
	}
	applyPeople(s, ended)
}

func applyTick(s *State, now time.Time) {
	endStatuses(s, now.UnixMilli())
	s.all(func(r *Room) {
		n := len(r.Typing)
		r.Typing = slices.DeleteFunc(r.Typing, func(t Typer) bool { return t.Until <= now.UnixMilli() })
		if len(r.Typing) != n {
			s.touch(r, PartTyping)
		}
	})
}
