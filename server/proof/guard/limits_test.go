package guard

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

// limitTests are the limits on what somebody may use, and the tests that reach each and
// see it released: as package.Test, several separated by spaces. Rates and counts of shared/limits go by
// their names, other rates by their package and name. What limits nobody says why, after a dash.
var limitTests = map[string]string{
	"RateFrames":    "server/hub.TestNothingIsHeardFasterThanTheRate server/hub.TestWhoTalksTooFastIsHeardSlowly",
	"RateMessages":  "server/chat.TestEveryBucketIsReachedAndReleased server/chat.TestAPersonsMessagesAreLimitedAndReleased",
	"RateEdits":     "server/chat.TestEveryBucketIsReachedAndReleased",
	"RateReactions": "server/chat.TestEveryBucketIsReachedAndReleased",
	"RateRooms":     "server/chat.TestEveryBucketIsReachedAndReleased",
	"RateInvites":   "server/chat.TestEveryBucketIsReachedAndReleased",
	"RateReads":     "server/chat.TestEveryBucketIsReachedAndReleased server/httpapi.TestWhatIsMalformedIsNotCheaperThanWhatIsNot",
	"RateDrafts":    "server/chat.TestEveryBucketIsReachedAndReleased",
	"RateSettings":  "server/chat.TestEveryBucketIsReachedAndReleased",
	"RateFiles":     "server/chat.TestEveryBucketIsReachedAndReleased",
	"RateParts":     "server/chat.TestPartsAndDownloadsHaveTheirRates",
	"RateContent":   "server/chat.TestPartsAndDownloadsHaveTheirRates",
	"RateExports":   "server/chat.TestPartsAndDownloadsHaveTheirRates",
	"RateEmoji":     "server/chat.TestPartsAndDownloadsHaveTheirRates",
	"RateUploaded":  "server/chat.TestAPersonUploadsSoMuchADay",
	"RateRoom":      "server/chat.TestARoomTakesSoManyMessages",
	"RateText":      "server/chat.TestAPersonWritesSoMuchADay",
	"RateTyping":    "server/hub.TestTenSocketsTellNoMoreThanOne",
	"RatePresence":  "server/hub.TestTenSocketsTellNoMoreThanOne",
	"RateWatch":     "server/hub.TestWatchesAreBounded",
	"RateConnects":  "server/hub.TestWhoConnectsWithoutAPauseKeepsNobodyElseOut",
	"RateReplay": "server/hub.TestWhoResumesAgainAndAgainIsReplayedNoMoreThanTheirShare " +
		"server/chat.TestWhoHasBeenReplayedALotHasTheRestReset",

	"server/preview.ratePerson":        "server/preview.TestOnePersonsLinksAreFetchedOnlyAsFastAsTheRate",
	"server/preview.rateHost":          "server/preview.TestManyLinksAreFetchedOnlyAsFastAsTheRates",
	"server/hub.rateFailed":            "server/hub.TestAnAddressThatShowsForgeriesWaitsAndNobodyElseThere",
	"server/hub.rate":                  "server/hub.TestTheDoorAdmitsSoManyASecond",
	"server/auth.ratePasses":           "server/auth.TestPassesAreMadeAndGuessedOnlySoOften",
	"server/auth.rateRefresh":          "server/auth.TestASessionThatRefreshesAsFastAsItCanIsToldToWait",
	"server/auth.rateJoinsNetwork":     "server/auth.TestALinkDoesNotMakeAsManyAccountsAsThereIsTimeFor",
	"server/auth.rateJoinsInvite":      "server/auth.TestALinkDoesNotMakeAsManyAccountsAsThereIsTimeFor",
	"server/auth.rateForgotNetwork":    "server/auth.TestMailsThatAreAskedForWithoutEnd",
	"server/auth.rateForgotAddress":    "server/auth.TestMailsThatAreAskedForWithoutEnd",
	"server/auth.rateJoins":            "server/auth.TestALinkDoesNotMakeAsManyAccountsAsThereIsTimeFor",
	"server/auth/throttle.ratePair":    "server/auth/throttle.TestWhatNodesCountTogetherIsReachedAndReleased",
	"server/auth/throttle.rateNetwork": "server/auth/throttle.TestWhatNodesCountTogetherIsReachedAndReleased",

	"ActivityDays":       "- what admins are shown of the past",
	"PageDefault":        "- what a page has if nobody says otherwise",
	"PageMax":            "- a longer page is cut to it, and another one follows",
	"MemberPage":         "- a longer page is cut to it, and another one follows",
	"UnreadCount":        "- what is more is counted as that",
	"GroupMost":          "server/chat.TestAConversationHasSoManyPeople",
	"Drafts":             "server/chat.TestAPersonHasSoManyDrafts",
	"DeleteReads":        "server/chat.TestWhatAPersonWroteIsErasedPartByPart",
	"DeleteMost":         "server/chat.TestWhatAPersonWroteIsErasedPartByPart",
	"Saved":              "server/chat.TestAPersonSavesSoMuch",
	"Later":              "server/chat.TestAPersonPlansSoMuch",
	"UserBatch":          "server/chat.TestLookingPeopleUp",
	"OutboxMessages":     "app/engine.TestSendRefusesWhatCannotBeSent",
	"ReplayRoom":         "server/chat.TestReplaysAreBounded server/hub.TestTooMuchToReplayIsReset",
	"ReplayAll":          "server/chat.TestReplaysAreBounded",
	"ReplayBytes":        "server/chat.TestAReplayIsBoundedInBytesTheShortestFirst",
	"UnackedSends":       "server/hub.TestSendsOfOneRoomKeepTheirOrderAndAreBounded",
	"ActivityKept":       "server/activity.TestActivityIsKeptForTheNewest",
	"ActivityRoom":       "server/activity.TestEveryoneOfAVeryLargeRoomIsNotTold",
	"Follows":            "server/activity.TestThreadsAreFollowedForTheNewest",
	"ReactionNames":      "- the others are counted, and are listed on demand",
	"ReactionKinds":      "server/chat.TestAMessageTakesSoManyKindsOfReactions",
	"Repliers":           "- the one who replied before them is no longer told",
	"PollFewest":         "server/chat.TestAPollIsOneThatCanBeAnswered",
	"PollMost":           "server/chat.TestAPollIsOneThatCanBeAnswered",
	"ChoiceRunes":        "server/chat.TestAPollIsOneThatCanBeAnswered",
	"Pins":               "server/chat.TestARoomHasRoomForSoManyPins",
	"Emoji":              "server/chat.TestAWorkspaceHasSoManyEmoji",
	"EmojiAliases":       "server/chat.TestAnEmojiHasOtherNames",
	"EmojiPage":          "- a longer page is cut to it, and another one follows",
	"Files":              "server/chat.TestAMessageHasSoManyFiles",
	"Previews":           "server/preview.TestWhichLinksArePreviewed",
	"Mentions":           "shared/markup.TestMentionsAreBounded",
	"Watched":            "server/hub.TestWatchesAreBounded",
	"SessionQueueFrames": "server/hub.TestASlowReaderDelaysNobodyAndLosesNothing",
	"SessionQueueBytes":  "server/hub.TestASlowReaderDelaysNobodyAndLosesNothing server/hub.TestAnAnswerWaitsForTheReader",
	"ProtocolErrors":     "server/hub.TestFramesOfAllSorts server/hub.TestObjectsOfAllSorts",
	"SocketsPerUser":     "server/hub.TestTheOldestOfTooManySocketsGoes",
	"SocketsPerAddress": "server/hub.TestAnAddressHasRoomForSoManySockets " +
		"server/hub.TestWhereAnAddressHasTooManySocketsEverybodyHasOne",
	"ConnectionsPerAddress": "server/crowd.TestOneAddressHoldsSoManyConnections",
	"RequestsPerAddress":    "server/crowd.TestUnfinishedRequestsOfAnAddressAreBounded",

	// Those that are no constant of shared/limits.
	"bodies and answers in time": "server/deadline.TestABodyThatNeverEndsIsEnded server/deadline.TestAnAnswerThatNobodyTakesIsEnded",
	"reads of the database":      "server/store/places.TestNobodyHasMoreThanTheirShare server/store/places.TestWhoWaitsForTooLongIsRefused",
	"passwords hashed at once": "server/auth/turn.TestACrowdOfStrangersKeepsNobodyOut " +
		"server/auth/password.TestAFloodOfSignInsIsRefusedInsteadOfQueuedForever",
	"ways out at once": "server/egress.TestSoManyAtOnceAndNoMore",
}

// limitsOf are the limits that a file sets, by the names of limitTests.
func limitsOf(file source) (names []string) {
	if file.test || file.dir == "server/ratelimit/ratelimittest" {
		return nil
	}
	if file.dir == "shared/limits" {
		for _, d := range file.syntax.Decls {
			if group, ok := d.(*ast.GenDecl); ok {
				names = append(names, countsOf(group)...)
			}
		}
		return names
	}
	ast.Inspect(file.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			for i, v := range n.Values {
				if isRate(v) {
					names = append(names, file.dir+"."+n.Names[i].Name)
				}
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && isRate(n.Value) {
				names = append(names, file.dir+"."+key.Name)
			}
		}
		return true
	})
	return names
}

// countsOf are the rates of a group of shared/limits, or its counts.
func countsOf(group *ast.GenDecl) (names []string) {
	counts := group.Tok == token.CONST && strings.HasPrefix(group.Doc.Text(), "Counts")
	for _, spec := range group.Specs {
		value, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		for _, name := range value.Names {
			if counts || group.Tok == token.VAR {
				names = append(names, name.Name)
			}
		}
	}
	return names
}

// isRate tells whether an expression is a rate that is not the zero one.
func isRate(e ast.Expr) bool {
	literal, ok := e.(*ast.CompositeLit)
	if !ok || len(literal.Elts) == 0 {
		return false
	}
	of, ok := literal.Type.(*ast.SelectorExpr)
	return ok && of.Sel.Name == "Rate"
}

// unreached are the limits without a test, and the rows of no limit.
func unreached(files []source, rows map[string]string) (faults []string) {
	funcs, set := testFuncs(files), map[string]bool{}
	for _, file := range files {
		for _, name := range limitsOf(file) {
			set[name] = true
			if rows[name] == "" {
				faults = append(faults, fmt.Sprintf("%s limits somebody, and has no line in server/proof/guard/limits_test.go: name "+
					"the tests that reach it and see it released", name))
			}
		}
	}
	for name, tests := range rows {
		if !set[name] && !strings.Contains(name, " ") {
			faults = append(faults, fmt.Sprintf("%s is no limit any more", name))
		}
		if strings.HasPrefix(tests, "- ") {
			continue
		}
		for test := range strings.FieldsSeq(tests) {
			if !funcs[test] {
				faults = append(faults, fmt.Sprintf("%s is to be reached by %s, which make test does not run", name, test))
			}
		}
	}
	return faults
}

func TestEveryLimitIsReachedAndReleased(t *testing.T) {
	for _, fault := range unreached(tree(t), limitTests) {
		t.Error(fault)
	}
}

func TestALimitWithoutATestIsFound(t *testing.T) {
	for code, at := range map[string]string{
		"var rateSearch = limits.Rate{PerSecond: 1, Burst: 2}":          "server/search/search.go",
		"var d = door{rateOfPush: limits.Rate{PerSecond: 1, Burst: 2}}": "server/push/push.go",
		"var (\nRateSearch = Rate{20, 60}\n)":                           "shared/limits/search.go",
		"// Counts.\nconst (\nUploads = 3\n)":                           "shared/limits/search.go",
	} {
		file := planted(t, at, "package x\n\n"+code+"\n")
		if faults := unreached([]source{file}, map[string]string{}); len(faults) != 1 {
			t.Errorf("%s: found %q", code, faults)
		}
	}
	if faults := unreached(nil, map[string]string{"RateOfOld": "server/chat.TestGone"}); len(faults) != 2 {
		t.Errorf("a row of nothing: found %q", faults)
	}
}
