package chattest

import (
	"reflect"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// Probe is a request that somebody tries.
type Probe struct {
	Command *chat.Command
	Request wire.Headed
}

// Probes returns every command of the table about room, once for each number from
// 0 to top in each field that takes a number: what somebody would try to learn
// what is at those seqs. New commands are included automatically. The other
// fields have plausible values; user is somebody in the room.
func Probes(room, user string, top int64) []Probe {
	var all []Probe
	table := chat.Table()
	for i := range table {
		c := &table[i]
		if leaves[c.Type] {
			continue
		}
		for n := range top + 1 {
			for _, field := range numbers(reflect.TypeOf(c.New()).Elem()) {
				req := c.New()
				fill(reflect.ValueOf(req).Elem(), room, user, n, field)
				all = append(all, Probe{c, req})
			}
		}
	}
	return all
}

// Put is a request that puts something on the message at seq of room (on), or takes
// it away.
type Put func(room string, seq int64, on bool) wire.Headed

// Type is the command that the request is of.
func (p Put) Type() wire.Type { return p("", 0, false).Header().Type }

// Puts are the commands of the table that put something on messages: those with a
// Seq and an On. A new one is among them by itself. Where it is an emoji, it is this
// one.
func Puts(emoji string) (all []Put) {
	for _, c := range chat.Table() {
		t := reflect.TypeOf(c.New()).Elem()
		_, at := t.FieldByName("Seq")
		if _, on := t.FieldByName("On"); !at || !on {
			continue
		}
		all = append(all, func(room string, seq int64, on bool) wire.Headed {
			req := c.New()
			v := reflect.ValueOf(req).Elem()
			fill(v, room, "", seq, "Seq")
			v.FieldByName("On").SetBool(on)
			if f := v.FieldByName("Emoji"); f.IsValid() {
				f.SetString(emoji)
			}
			req.Header().Type = c.Type
			return req
		})
	}
	return all
}

// leaves are the commands after which nothing more could be tried.
var leaves = map[wire.Type]bool{wire.LeaveRoom.Type: true, wire.DeleteRoom.Type: true, wire.EndSession.Type: true}

// numbers returns the fields that take a seq, each of which is tried by itself,
// because a fetch takes only one of them. Without any there is one try.
func numbers(t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		if t.Field(i).Type.Kind() == reflect.Int64 {
			out = append(out, t.Field(i).Name)
		}
	}
	if len(out) == 0 {
		return []string{""}
	}
	return out
}

// fill sets v's fields to plausible values, and the field called number to n.
func fill(v reflect.Value, room, user string, n int64, number string) {
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		switch {
		case name == "Head", name == "Files", name == "Captions": // those of others are tried elsewhere
		case f.Kind() == reflect.Int64 && name == number:
			f.SetInt(n)
		case f.Kind() == reflect.Int64 && name == "Seq" && n > 0:
			f.SetInt(n) // a change always refers to one message
		case f.Kind() == reflect.Bool:
			f.SetBool(n%2 == 0)
		case f.Kind() == reflect.Slice && f.Type().Elem().Kind() != reflect.String: // none will do
		case f.Kind() == reflect.Slice:
			f.Set(reflect.ValueOf([]string{user}))
		case f.Kind() == reflect.Pointer && f.Type().Elem().Kind() == reflect.String:
			s := reflect.New(f.Type().Elem())
			s.Elem().SetString(plausible[name])
			f.Set(s)
		case f.Kind() != reflect.String:
		case name == "Room":
			f.SetString(room)
		case name == "User":
			f.SetString(user)
		case name == "CID" || name == "Invite" || name == "Session":
			f.SetString(id.New())
		default:
			f.SetString(plausible[name])
		}
	}
}

// plausible are values for fields by name. The query matches everything.
var plausible = map[string]string{
	"Body": "a try", "Emoji": "👍", "Address": "https://soup.example/", "Name": "A try", "Topic": "a try", "Kind": string(wire.RoomPrivate),
	"Does": string(wire.DeedRemind), "When": "in 20 minutes", "History": string(wire.HistoryAll), "Role": string(wire.RoleMember),
}
