package chat

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

// free are the fields of requests without a form: their handlers check them.
var free = map[string]bool{"MemberAdd.From": true, "InviteCreate.Uses": true, "InviteCreate.Hours": true}

func TestEveryFieldOfARequestHasAForm(t *testing.T) {
	open := map[reflect.Type]bool{
		reflect.TypeFor[string](): true, reflect.TypeFor[*string](): true, reflect.TypeFor[[]string](): true,
		reflect.TypeFor[int](): true, reflect.TypeFor[int64](): true,
	}
	for i := range table {
		for of, f := reflect.TypeOf(table[i].New()).Elem(), 0; f < of.NumField(); f++ {
			field := of.Field(f)
			name := of.Name() + "." + field.Name
			if _, ok := field.Tag.Lookup("is"); open[field.Type] && ok == free[name] {
				t.Errorf("%s has a form: %v", name, ok)
			}
		}
	}
}

// A handler that does not use view or update is a fault, whatever it answers.
func TestNothingIsAnsweredForWhichNobodyWasAskedForTheirRight(t *testing.T) {
	lax := func(rooms, context.Context, Actor, *wire.RoomRef) (*wire.OK, error) { return &wire.OK{}, nil }
	leave := on(wire.LeaveRoom, settingRate, rights.Leave, ScopeRooms, lax)
	s := New(nil, Options{})
	answer, err := s.Do(t.Context(), SignedIn(id.New(), id.New()), &leave, &wire.RoomRef{Room: id.New()})
	if err == nil {
		t.Fatalf("answered with %+v", answer)
	}
	if _, fault := Public(err); !fault {
		t.Errorf("refused with %v", err)
	}
}

// What a stream reads and writes asks for the right of its row, as with a command.
func TestAStreamIsExecutedWithTheRightOfItsRow(t *testing.T) {
	var asked []task
	up := OnUpload(wire.Upload[*wire.RoomRef, *wire.OK]{}, Terms{Right: rights.Send},
		func(_ context.Context, who Actor, _ *wire.RoomRef, _ Body) (*wire.OK, error) {
			asked = append(asked, *who.task)
			return &wire.OK{}, nil
		})
	down := OnDownload(wire.Download[*wire.RoomRef]{}, Terms{Right: rights.Read},
		func(_ context.Context, who Actor, _ *wire.RoomRef) (Content, error) {
			asked = append(asked, *who.task)
			return Content{}, nil
		})
	who, q := SignedIn(id.New(), id.New()), &wire.RoomRef{Room: id.New()}
	if _, err := up.Take(t.Context(), who, q, Body{}); err != nil {
		t.Fatal(err)
	}
	if _, err := down.Give(t.Context(), who, q); err != nil {
		t.Fatal(err)
	}
	want := []task{{right: rights.Row(rights.Send), room: q.Room}, {right: rights.Row(rights.Read), room: q.Room}}
	if !slices.Equal(asked, want) {
		t.Errorf("asked for %+v, want %+v", asked, want)
	}
}

// fit must not change the value that the caller's pointer refers to.
func TestAFormLeavesWhatIsPointedToAlone(t *testing.T) {
	name := "  Atlas  "
	q := &wire.RoomSet{Room: id.New(), Name: &name}
	if err := fit(formsOf(reflect.TypeFor[wire.RoomSet]()), q); err != nil {
		t.Fatal(err)
	}
	if name != "  Atlas  " || *q.Name != "Atlas" || q.Topic != nil {
		t.Errorf("%q became %q, and the topic %v", name, *q.Name, q.Topic)
	}
}
