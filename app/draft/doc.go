// Package draft keeps what a person has begun to write and has not sent, on this device and with the server.
//
// There is a draft for each target: a room, a thread in it, or a message that is being
// edited. Each is a record of its own in the device's store, so that two tabs which write
// in different rooms do not overwrite each other. Tabs tell one another what they have
// stored; of two drafts of one target the later one counts. A draft belongs to the person
// who wrote it. It is shown to nobody else, and deleted when another person signs in on
// this device, like messages that wait to be sent.
//
// A text of which no message can be made, over TextMax, is put aside: it is kept in a
// second record, which is read when the person asks for it. A page that read megabytes
// into its text field whenever it is opened could not be opened any more.
//
// The server has drafts too, for the person's other devices. A draft here knows the number of the version that the
// server has (Rev), and whether the server has it as it is here (Told). What another device has changed takes its
// place if nothing was changed here since; else it stays, and the other text is put aside and offered (Book.Hear). Drafts of
// changes of messages stay on the device.
//
// # Concurrency
//
// A Book belongs to one goroutine. Options.Post runs functions on it. Read and Book.Meet
// and all that stores something do not wait for the store there.
package draft
