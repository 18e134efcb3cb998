package form

import (
	"encoding/json"

	"github.com/confab/confab/shared/wire"
)

// extra is what few events have, kept as JSON.
type extra struct {
	Mentions []string `json:"mentions,omitempty"`
	Emoji    string   `json:"emoji,omitempty"`
	On       bool     `json:"on,omitempty"`
	User     string   `json:"user,omitempty"`
	Action   string   `json:"action,omitempty"`
	Name     string   `json:"name,omitempty"`
	Topic    string   `json:"topic,omitempty"`
	History  string   `json:"history,omitempty"`
	From     int64    `json:"from,omitempty"`

	Detail wire.Detail `json:"detail,omitempty"`
	Files  []wire.File `json:"files,omitempty"`
}

// PackExtra returns the rarer fields of e as JSON, or "" if it has none.
func PackExtra(e *wire.Event) (string, error) {
	if len(e.Mentions) == 0 && !e.On && e.Emoji == "" && e.User == "" && e.Action == "" && e.Name == "" && e.Topic == "" &&
		e.History == "" && e.Detail == "" && len(e.Files) == 0 {
		return "", nil
	}
	b, err := json.Marshal(extra{
		e.Mentions, e.Emoji, e.On, e.User, e.Action, e.Name, e.Topic, string(e.History), e.From, e.Detail, e.Files,
	})
	return string(b), err
}

// UnpackExtra sets the fields of e that PackExtra packed.
func UnpackExtra(packed string, e *wire.Event) error {
	if packed == "" {
		return nil
	}
	var x extra
	if err := json.Unmarshal([]byte(packed), &x); err != nil {
		return err
	}
	e.Mentions, e.Emoji, e.On, e.User, e.Action, e.Name, e.Topic = x.Mentions, x.Emoji, x.On, x.User, x.Action, x.Name, x.Topic
	e.History, e.From, e.Detail, e.Files = wire.History(x.History), x.From, x.Detail, x.Files
	return nil
}
