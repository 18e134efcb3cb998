// Package room is what stands around the messages of a room: its bar and menu, what is there in the
// place of messages, the way in for those who are not members, its dialogs, and the invitation to
// the workspace.
package room
