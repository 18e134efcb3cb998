package rowhtml

import "github.com/confab/confab/shared/text"

// Words are the texts of rows that are not written by people, in one language. They are made by
// [WordsIn].
type Words struct {
	AddReaction string // names the button
	Before      string // stands for the message replied to if the reader may not see it
	ChangeWaits string // behind a message of which a change has not been sent
	CannotShow  string // stands for a message that could not be drawn
	CopyCode    string // names the button
	Deleted     string // stands for a deleted message
	Discard     string // button of a failed message
	Edited      string // behind an edited message
	EditWaits   string // behind a message of which an edit has not been sent
	HiddenText  string // read aloud in the place of hidden text
	InReplyTo   string // read aloud before the author of the message replied to
	New         string // the divider before the first unread message
	NotSent     string // stands for the reason if there is none
	Reactions   string // names the group
	Retry       string // button of a failed message
	Sending     string // state of a pending message
	ShowAll     string // button of a long message
	ShowLess    string // the same one, when all is shown
	Table       string // names a table
	ShowEdits   string // names the button behind an edited message
	Undo        string // button of a message that is about to be deleted

	// States in the name of a row.
	StateDeleted, StateEdited, StateNotSent string

	language *text.Language // of sentences with arguments
}

// English are the words in English.
var English = WordsIn(nil)

// WordsIn returns the words in a language; nil is English.
func WordsIn(l *text.Language) *Words {
	return &Words{
		AddReaction: l.Say(text.AddReaction),
		Before:      l.Say(text.EarlierThanYou),
		ChangeWaits: l.Say(text.ChangeWaits),
		CannotShow:  l.Say(text.CannotBeShown),
		CopyCode:    l.Say(text.CopyCode),
		Deleted:     l.Say(text.DeletedMessage),
		Discard:     l.Say(text.Discard),
		Edited:      l.Say(text.Edited),
		EditWaits:   l.Say(text.EditWaits),
		HiddenText:  l.Say(text.HiddenText),
		InReplyTo:   l.Say(text.InReplyTo),
		New:         l.Say(text.NewLine),
		NotSent:     l.Say(text.NotSent),
		Reactions:   l.Say(text.Reactions),
		Retry:       l.Say(text.TryAgain),
		Sending:     l.Say(text.Sending),
		ShowAll:     l.Say(text.ShowAll),
		ShowLess:    l.Say(text.ShowLess),
		Table:       l.Say(text.TableInMessage),
		ShowEdits:   l.Say(text.ShowEdits),
		Undo:        l.Say(text.Undo),

		StateDeleted: l.Say(text.StateDeleted),
		StateEdited:  l.Say(text.StateEdited),
		StateNotSent: l.Say(text.StateNotSent),

		language: l,
	}
}

// label names a message by its author and time.
func (w *Words) label(name, time string) string {
	if w.language == nil {
		return name + ", " + time // text.AuthorAndTime, which would be formatted for each row
	}
	return w.language.Say(text.AuthorAndTime(name, time))
}
