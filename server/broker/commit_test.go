package broker_test

import (
	"reflect"
	"testing"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

func TestACommitIsOneHintARoomAfterWhoLeft(t *testing.T) {
	got := broker.OfCommit(store.Commit{
		Events: []wire.Event{
			{Room: "lobby", Seq: 7}, {Room: "kitchen", Seq: 1}, {Room: "lobby", Seq: 8}, {Room: "kitchen", Seq: 2},
		},
		Inbox: []store.InboxEntry{{User: "ada", Useq: 3, Kind: wire.InboxLeft, Room: "lobby"}},
		Ended: []string{"session"},
	})
	want := []broker.Message{
		{Inbox: []store.InboxEntry{{User: "ada", Useq: 3, Kind: wire.InboxLeft, Room: "lobby"}}, Ended: []string{"session"}},
		{Room: "lobby", First: 7, Last: 8, Events: []wire.Event{{Room: "lobby", Seq: 7}, {Room: "lobby", Seq: 8}}},
		{Room: "kitchen", First: 1, Last: 2, Events: []wire.Event{{Room: "kitchen", Seq: 1}, {Room: "kitchen", Seq: 2}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	if none := broker.OfCommit(store.Commit{}); len(none) != 0 {
		t.Errorf("an empty commit has hints: %+v", none)
	}
	one := broker.OfCommit(store.Commit{Events: []wire.Event{{Room: "lobby", Seq: 9}}})
	if len(one) != 1 || one[0].First != 9 || one[0].Last != 9 || len(one[0].Events) != 1 {
		t.Errorf("a single event: %+v", one)
	}
}
