package importer

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/confab/confab/server/handle"
	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
)

// message is one valid line.
type message struct {
	line    int
	n       int64
	room    string
	nick    string
	at      int64 // UTC milliseconds
	text    string
	replyTo int64 // 0: none
}

// batch is the lines that are written together.
type batch struct {
	lines    int // read, without blank ones
	messages []message
	problems []problem
}

// problem is a line and what is wrong with it.
type problem struct {
	line int
	err  error
}

func (b *batch) complain(line int, err error) { b.problems = append(b.problems, problem{line, err}) }

// sorted returns the problems in the order of their lines.
func (b *batch) sorted() []problem {
	slices.SortStableFunc(b.problems, func(x, y problem) int { return cmp.Compare(x.line, y.line) })
	return b.problems
}

// parse parses one line.
func parse(line []byte) (message, error) {
	var in struct {
		N       *int64  `json:"n"`
		Room    *string `json:"room"`
		At      *string `json:"at"`
		Nick    *string `json:"nick"`
		Text    *string `json:"text"`
		ReplyTo int64   `json:"reply_to"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return message{}, explain(err)
	}
	for name, missing := range map[string]bool{"n": in.N == nil, "room": in.Room == nil, "at": in.At == nil,
		"nick": in.Nick == nil, "text": in.Text == nil} {
		if missing {
			return message{}, fmt.Errorf("%s is missing", name)
		}
	}
	m := message{n: *in.N, replyTo: in.ReplyTo, text: markup.Clean(*in.Text)}
	at, err := moment(*in.At)
	if err != nil {
		return m, fmt.Errorf("at is not a time in the form of RFC 3339: %.40q", *in.At)
	}
	m.at = at.UnixMilli()
	if m.room, err = name("room", *in.Room); err != nil {
		return m, err
	}
	if m.nick, err = name("nick", *in.Nick); err != nil {
		return m, err
	}
	switch {
	case m.n < 1:
		return m, fmt.Errorf("n is %d and must be at least 1", m.n)
	case m.replyTo < 0:
		return m, fmt.Errorf("reply_to is %d and must be at least 1", m.replyTo)
	case len(m.text) > limits.Body:
		return m, fmt.Errorf("text has %d bytes, %d more than allowed", len(m.text), len(m.text)-limits.Body)
	case !markup.Visible(m.text):
		return m, errors.New("text is empty")
	}
	return m, nil
}

// moment parses a time of RFC 3339. Package time does not accept two of its
// forms: lower case T and Z, and the second 60 of a leap second. The latter is
// taken for the first of the next minute, as POSIX clocks do.
func moment(s string) (time.Time, error) {
	s = strings.ToUpper(s)
	const second = len("2006-01-02T15:04:")
	if len(s) > second+2 && s[second:second+2] == "60" {
		at, err := time.Parse(time.RFC3339, s[:second]+"59"+s[second+2:])
		return at.Add(time.Second), err
	}
	return time.Parse(time.RFC3339, s)
}

// name returns a room's or person's name in the form in which it is stored.
func name(field, s string) (string, error) {
	s = markup.CleanName(norm.NFC.String(s))
	switch {
	case !strings.ContainsFunc(s, fold.Visible):
		return "", fmt.Errorf("%s is empty", field)
	case utf8.RuneCountInString(s) > limits.NameRunes || handle.Long(s):
		return "", fmt.Errorf("%s has more than %d characters", field, limits.NameRunes)
	}
	return s, nil
}

// explain says what is wrong with a line's JSON in a sentence for people.
func explain(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Field != "" {
		return fmt.Errorf("%s is a %s", wrong.Field, wrong.Value)
	}
	return fmt.Errorf("not a JSON object: %w", err)
}
