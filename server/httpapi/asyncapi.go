package httpapi

import (
	"reflect"
	"strconv"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// spoken is an object of the socket that is neither the request nor the answer of
// a command.
type spoken struct {
	typ    wire.Type
	client bool // sent by clients
	of     wire.Headed
	doc    string
}

// spokenOf lists all of them. Presence and typing go both ways.
var spokenOf = []spoken{
	{wire.TypeHello, true, &wire.Hello{}, "A client's first object, within 5 s of the handshake."},
	{wire.TypePong, true, &wire.Pong{}, "The answer to a ping, within 10 s."},
	{wire.TypeTyping, true, &wire.Typing{}, "The person is writing in a room; at most every 3 s, without an answer."},
	{wire.TypePresence, true, &wire.Presence{}, "The client's own state; without an answer."},

	{wire.TypeWelcome, false, &wire.Welcome{}, "The answer to hello."},
	{wire.TypeInbox, false, &wire.Inbox{}, "An entry of the person's own log."},
	{wire.TypeEvent, false, &wire.Event{}, "An event of a room's log."},
	{wire.TypeReady, false, &wire.Ready{}, "The catch-up is complete; live from here."},
	{wire.TypePresence, false, &wire.Presence{}, "Who is here."},
	{wire.TypeTyping, false, &wire.Typing{}, "Somebody writes in a room."},
	{wire.TypeEmoji, false, &wire.EmojiChanged{}, "The list of the workspace's own emoji has changed."},
	{wire.TypePeople, false, &wire.Users{}, "People who look different from now on."},
	{wire.TypePing, false, &wire.Ping{}, "Whether the client lives."},
	{wire.TypeBye, false, &wire.Bye{}, "The server's last word before it closes."},
	{wire.TypeNack, false, &wire.Nack{}, "A request was refused."},
}

// DescribeSocket returns the AsyncAPI 3.0 description of the socket: every object
// that it carries, as JSON Schema, and which answers which. It is made from the
// types that the program uses; the doc.go of shared/wire has the meaning.
func DescribeSocket(version string) map[string]any {
	d := socketDescription{schemas: schemas{named: object{}}, messages: object{}, channel: object{}}
	operations := object{}
	says := []object{} // objects of clients that have no answer
	told := []object{} // objects of the server that answer nothing
	for _, s := range spokenOf {
		name := d.message(s.typ, s.client, s.of, s.doc, "")
		if s.client {
			says = append(says, onChannel(name))
		} else if s.typ != wire.TypeNack {
			told = append(told, onChannel(name))
		}
	}
	table := chat.Table()
	for i := range table {
		c := &table[i]
		request := d.message(c.Type, true, c.New(), c.Doc, "required")
		answer := d.message(c.Answer, false, c.Result(), "Answers "+string(c.Type)+".", "required")
		operations[string(c.Type)] = object{
			"action": "receive", "summary": c.Doc, "channel": object{"$ref": "#/channels/socket"},
			"messages": []object{onChannel(request)},
			"reply": object{"channel": object{"$ref": "#/channels/socket"},
				"messages": []object{onChannel(answer), onChannel("server.nack")}},
		}
	}
	watch := d.message(wire.TypeWatch, true, &wire.Watch{}, "The people whose presence the client shows.", "required")
	operations[string(wire.TypeWatch)] = object{
		"action": "receive", "summary": "The people whose presence the client shows.", "channel": object{"$ref": "#/channels/socket"},
		"messages": []object{onChannel(watch)},
		"reply": object{"channel": object{"$ref": "#/channels/socket"},
			"messages": []object{onChannel("server.presence"), onChannel("server.nack")}},
	}
	// The actions are described from the view of the server: it receives what
	// clients send.
	operations["say"] = object{"action": "receive", "summary": "Objects of clients that are not answered.",
		"channel": object{"$ref": "#/channels/socket"}, "messages": says}
	operations["tell"] = object{"action": "send", "summary": "Objects that the server sends without a request.",
		"channel": object{"$ref": "#/channels/socket"}, "messages": told}
	if version == "" {
		version = "0"
	}
	return object{
		"asyncapi": "3.0.0",
		"info": object{
			"title": "Confab", "version": version,
			"description": "The socket at /ws, subprotocol " + wire.Subprotocol + ", protocol version " + strconv.Itoa(wire.Version) +
				". A text frame holds one or more of these objects, one a line, at most 64 KiB from a client. The server refuses " +
				"fields that are not listed; " +
				"clients pass over types, fields and values they do not know. Times are UTC milliseconds.",
		},
		"channels": object{"socket": object{
			"address": "/ws", "messages": d.channel,
			"bindings": object{"ws": object{"method": "GET", "bindingVersion": "0.1.0"}},
		}},
		"operations":         operations,
		"components":         object{"messages": d.messages, "schemas": d.schemas.named},
		"defaultContentType": "application/json",
	}
}

// socketDescription is a description being built.
type socketDescription struct {
	schemas  schemas
	messages object
	channel  object
}

// onChannel refers to a message of the one channel.
func onChannel(name string) object { return object{"$ref": "#/channels/socket/messages/" + name} }

// message describes an object and returns its name: who sends it, its type, and
// for answers with a form of their own that form.
func (d *socketDescription) message(typ wire.Type, client bool, of wire.Headed, doc, id string) string {
	t := reflect.TypeOf(of).Elem()
	name := "server." + string(typ)
	if client {
		name = "client." + string(typ)
	} else if typ == wire.TypeOK && t.Name() != "OK" {
		name += "." + t.Name()
	}
	if _, done := d.messages[name]; done {
		return name
	}
	payload := d.schemas.fields(t, nil)
	props := payload["properties"].(object)
	required := []string{"type"}
	props["type"] = object{"const": string(typ)}
	// Every answer repeats the request's id. A nack of something unreadable has
	// none, nor has presence that was not requested.
	if id != "" || typ == wire.TypeNack || typ == wire.TypePresence && !client {
		props["id"] = object{"type": "string", "maxLength": 64,
			"description": "chosen by the client, unique among its unanswered requests; the answer repeats it"}
	}
	if c := chat.Lookup(typ); client && c != nil && c.Numbered() {
		props["n"] = object{"type": "integer", "format": "int64", "minimum": 1,
			"description": "the command's number, larger than the last one of this instance for the same room, or for none: see " +
				"instance of hello"}
	}
	if id == "required" {
		required = append(required, "id")
	}
	if more, ok := payload["required"].([]string); ok {
		required = append(required, more...)
	}
	payload["required"] = required
	if client {
		payload["additionalProperties"] = false
	}
	d.messages[name] = object{"name": string(typ), "summary": doc, "payload": payload}
	d.channel[name] = object{"$ref": "#/components/messages/" + name}
	if client {
		d.messages[name].(object)["x-bytes"] = limits.Frame
	}
	return name
}
