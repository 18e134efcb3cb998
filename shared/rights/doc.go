// Package rights is who may do what: one table, from which the server decides
// (server/chat) and by which the page keeps controls away from people they
// would not work for (app/ui).
//
// A right is had by the person's role in the workspace, or by being the host of
// the room, and only through those kinds of program that its row names. What
// depends on more than that, such as who wrote a message, is a rule of
// server/chat.
package rights
