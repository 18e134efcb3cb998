package form

import (
	"reflect"
	"testing"

	"github.com/confab/confab/shared/wire"
)

// values is a row of what EventValues returned, after the event's place.
type values []any

func (v values) Text(i int) string { s, _ := v[i].(string); return s }
func (v values) Int(i int) int64   { n, _ := v[i].(int64); return n }

func TestAnEventIsReadFromWhatIsWrittenOfIt(t *testing.T) {
	for _, want := range []wire.Event{
		{Event: "id", Author: "ada", CID: "cid", Kind: wire.KindMessage, At: 1, Target: 2, ReplyTo: 3, Body: "body",
			Mentions: []string{"grace"}, Emoji: "👍", On: true, User: "sam", Action: "joined", Name: "name", Topic: "topic",
			History: wire.HistoryAll, From: 4, Thread: 5, InRoom: true},
		{Event: "id", Author: "ada", Kind: wire.KindEdit, At: 1},
	} {
		extra, err := PackExtra(&want)
		if err != nil {
			t.Fatal(err)
		}
		written := EventValues([]any{int64(7)}, &want, extra)
		if len(written) != 1+len(EachEventColumn()) {
			t.Errorf("%d values of %d columns", len(written)-1, len(EachEventColumn()))
		}
		var got wire.Event
		if err := ReadEvent(values(written), &got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("read\n%+v\nwant\n%+v", got, want)
		}
	}
}

func TestWhatIsRareIsNull(t *testing.T) {
	written := EventValues(nil, &wire.Event{}, "")
	for i, c := range EachEventColumn() {
		if (written[i] == nil) != c.Null {
			t.Errorf("%s of an empty event is %v", c.Name, written[i])
		}
	}
}
