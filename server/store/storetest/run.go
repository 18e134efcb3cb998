package storetest

import (
	"testing"

	"github.com/confab/confab/server/store"
)

// Opener returns an empty store. The suite closes it.
type Opener func(t testing.TB) store.Store

// Run runs the suite. Every story has a store of its own.
func Run(t *testing.T, open Opener) {
	for _, part := range []struct {
		name    string
		stories []story
	}{
		{"settings", settingsStories},
		{"users", userStories},
		{"sessions", sessionStories},
		{"turns", turnStories},
		{"invites", inviteStories},
		{"rooms", roomStories},
		{"members", memberStories},
		{"crowds", crowdStories},
		{"departures", departureStories},
		{"unread", unreadStories},
		{"events", eventStories},
		{"history", historyStories},
		{"since", sinceStories},
		{"changes", changeStories},
		{"kinds", kindStories},
		{"reactions", reactionStories},
		{"threads", threadStories},
		{"feed", feedStories},
		{"votes", voteStories},
		{"follows", followStories},
		{"inbox", inboxStories},
		{"work", workStories},
		{"saved", savedStories},
		{"plans", planStories},
		{"drafts", draftStories},
		{"codes", codeStories},
		{"profiles", profileStories},
		{"files", fileStories},
		{"links", linkStories},
		{"emoji", emojiStories},
		{"updates", updateStories},
		{"views", viewStories},
		{"names", nameStories},
		{"terms", termStories},
	} {
		t.Run(part.name, func(t *testing.T) {
			for _, s := range part.stories {
				t.Run(s.name, func(t *testing.T) { s.tell(newWorld(t, open(t))) })
			}
		})
	}
}

// story is one test.
type story struct {
	name string
	tell func(w *world)
}
