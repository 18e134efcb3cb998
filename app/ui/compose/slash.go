package compose

import (
	"strings"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// slash is a command that is written into the field, such as /topic.
type slash struct {
	name  string
	args  text.Text    // what stands behind it; zero: nothing
	help  text.Text    // what it does
	right rights.Right // in the room; "": everybody may
	// do carries it out in a room, with what stands behind it. done empties the field.
	do func(c *Composer, r wire.Room, args string, done func())
}

// slashes are all commands, in the order of their list.
var slashes = []slash{
	{"me", text.SlashText, text.SlashMe, rights.Send, func(c *Composer, _ wire.Room, args string, _ func()) {
		if args != "" {
			sending{c}.text("_" + strings.Join(strings.Fields(args), " ") + "_") // a line in italics, which every client shows
		}
	}},
	{"shrug", text.SlashText, text.SlashShrug, rights.Send, func(c *Composer, _ wire.Room, args string, _ func()) {
		sending{c}.text(strings.TrimSpace(args + ` ¯\_(ツ)_/¯`))
	}},
	{"topic", text.SlashText, text.SlashTopic, rights.Topic, func(c *Composer, r wire.Room, args string, done func()) {
		if args != "" {
			tell(c, wire.SetRoom, &wire.RoomSet{Room: r.ID, Topic: &args}, done)
		}
	}},
	{"invite", text.SlashPerson, text.SlashInvite, rights.AddMember, func(c *Composer, r wire.Room, args string, done func()) {
		if args == "" {
			done()
			c.h.Verbs.Add(r)
			return
		}
		person(c, args, func(u wire.User) { tell(c, wire.AddMember, &wire.MemberAdd{Room: r.ID, User: u.ID}, done) })
	}},
	{"dm", text.SlashPerson, text.SlashDM, "", func(c *Composer, _ wire.Room, args string, done func()) {
		name, words, _ := strings.Cut(args, " ")
		person(c, name, func(u wire.User) {
			host.Ask(c.h, wire.OpenDM, &wire.DMOpen{User: u.ID}, func(a *wire.RoomInfo, err error) {
				if err == nil && strings.TrimSpace(words) != "" {
					_, err = c.h.Eng.SendMessage(engine.Message{Room: a.Room.ID, Body: trimmed(words)})
				}
				if err != nil {
					c.h.Complain(err)
					return
				}
				done()
				c.h.Go(route.To(a.Room.ID, 0))
			})
		})
	}},
	{"remind", text.SlashWhen, text.SlashRemind, "", func(c *Composer, r wire.Room, args string, done func()) {
		c.h.Verbs.PlanLater(wire.LaterAdd{Does: wire.DeedRemind, Room: r.ID, Body: args}, done)
	}},
	{"join", text.SlashRoom, text.SlashJoin, "", func(c *Composer, _ wire.Room, args string, done func()) {
		name := strings.TrimPrefix(args, "#")
		host.Ask(c.h, wire.ListRooms, &wire.RoomList{Query: name}, func(a *wire.Rooms, err error) {
			if err != nil {
				c.h.Complain(err)
				return
			}
			for _, r := range a.Rooms {
				if strings.EqualFold(r.Name, name) {
					done()
					c.h.Verbs.Join(r)
					return
				}
			}
			c.h.Say("alert", text.NoRoomCalled(name))
		})
	}},
	{"poll", text.SlashPollArgs, text.SlashPoll, rights.Send, func(c *Composer, r wire.Room, args string, done func()) {
		if args == "" {
			done()
			Poll(c.h, r.ID)
			return
		}
		question, poll := pollIn(args)
		if poll == nil {
			c.h.Say("alert", text.PollChoices(limits.PollFewest, limits.PollMost))
			return
		}
		if _, err := c.h.Eng.SendMessage(engine.Message{Room: r.ID, Body: question, Poll: poll}); err != nil {
			c.h.Complain(err)
			return
		}
		done()
		c.h.Verbs.ToEnd()
	}},
	{"status", text.SlashStatusArgs, text.SlashStatus, "", func(c *Composer, _ wire.Room, args string, done func()) {
		c.h.Verbs.Status(args, done)
	}},
	{"mute", text.Text{}, text.SlashMute, "", func(c *Composer, r wire.Room, _ string, done func()) {
		on := !r.Muted
		tell(c, wire.SetRoomMine, &wire.RoomMine{Room: r.ID, Muted: &on}, done)
	}},
	{"archive", text.Text{}, text.SlashArchive, rights.Archive, func(c *Composer, r wire.Room, _ string, done func()) {
		if r.ID == c.h.Main {
			c.h.Say("alert", text.MainRoomStaysOpen)
			return
		}
		done()
		c.h.Verbs.Archive(r)
	}},
	{"leave", text.Text{}, text.SlashLeave, rights.Leave, func(c *Composer, r wire.Room, _ string, done func()) {
		done()
		c.h.Verbs.Leave(r)
	}},
}

// tell gives a command of the server, and empties the field when it was carried out.
func tell[Q, R wire.Headed](c *Composer, command wire.Command[Q, R], req Q, done func()) {
	host.Ask(c.h, command, req, func(_ R, err error) {
		if err != nil {
			c.h.Complain(err)
			return
		}
		done()
	})
}

// person finds somebody by their handle.
func person(c *Composer, handle string, do func(wire.User)) {
	handle = strings.TrimPrefix(handle, "@")
	host.Ask(c.h, wire.ListUsers, &wire.UserList{Query: handle}, func(a *wire.Users, err error) {
		if err != nil {
			c.h.Complain(err)
			return
		}
		for _, u := range a.Users {
			if strings.EqualFold(u.Handle, handle) {
				do(u)
				return
			}
		}
		c.h.Say("alert", text.NobodyCalled(handle))
	})
}

// slashIn takes a text apart that has the form of a command: a slash and letters, and then what stands behind it.
func slashIn(typed string) (name, args string, ok bool) {
	rest, ok := strings.CutPrefix(typed, "/")
	end := strings.IndexAny(rest, " \n")
	if name = rest; end >= 0 {
		name, args = rest[:end], strings.TrimSpace(rest[end:])
	}
	return strings.ToLower(name), args, ok && name != "" && strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz") == ""
}

// obeying is what a composer does with commands.
type obeying struct {
	c    *Composer
	name string // of the command that is in the field; "": none
}

// named returns a command that the person has in the room.
func (o obeying) named(name string) (s *slash, r wire.Room) {
	c := o.c
	r, in := c.h.State.Room(c.to.Room)
	for i := range slashes {
		if s := &slashes[i]; s.name == name && in && (s.right == "" || rights.May(s.right, rights.In(c.h.State.Me(), r))) {
			return s, r
		}
	}
	return nil, r
}

// obeys carries out what is written, if it is a command, and reports whether it is one. One that there is not is
// never sent by accident.
func (o obeying) obeys(body string) bool {
	c := o.c
	name, args, ok := slashIn(body)
	if !ok {
		return false
	}
	s, r := o.named(name)
	if s == nil {
		c.h.Offer("alert", text.NoSuchSlash("/"+name), text.SendAsText, func() { sending{c}.text(body) })
		return true
	}
	at := c.to
	s.do(c, r, args, func() {
		if c.to == at && trimmed(c.field.Value()) == body {
			sending{c}.clear()
		}
	})
	return true
}

// help says what the command in the field does; zero: there is none.
func (o obeying) help() text.Text {
	if o.name == "" {
		return text.Text{}
	}
	s, _ := o.named(o.name)
	switch {
	case s == nil:
		return text.NoSuchSlash("/" + o.name)
	case s.args.IsZero():
		return s.help
	}
	return text.SlashHelp(host.Said(s.args), host.Said(s.help))
}

// suggestSlashes offers the commands that begin with what was typed.
func suggestSlashes(c *Composer, query string) (found []suggestion) {
	for i := range slashes {
		s := &slashes[i]
		if may, _ := c.commands.named(s.name); may == nil || !strings.HasPrefix(s.name, strings.ToLower(query)) {
			continue
		}
		found = append(found, suggestion{slash: true, name: "/" + s.name, hint: host.Said(s.help), text: "/" + s.name + " ", key: s.name})
	}
	return found
}

// slashAt is the trigger of a command whose name is being typed.
func slashAt(typed string, caret int) trigger {
	if caret > 0 && typed[0] == '/' && !strings.ContainsAny(typed[1:caret], "/ \n") {
		return trigger{'/', typed[1:caret], 0}
	}
	return trigger{}
}

// follow keeps which command is in the field, so that its help is shown.
func (o *obeying) follow() {
	c := o.c
	name, _, ok := slashIn(c.field.Value())
	if !ok || c.edit != "" || platform.UTF16Len(c.field.Value()) == len(name)+1 {
		name = "" // the list of commands is open as long as there is no blank behind it
	}
	if name != o.name {
		o.name = name
		c.changed()
	}
}
