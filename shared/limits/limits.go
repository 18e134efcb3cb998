package limits

import "time"

// Sizes, in bytes unless a name says otherwise.
const (
	Frame     = 64 << 10 // a WebSocket text frame, in either direction
	Body      = 16 << 10 // the text of a message
	JSONDepth = 16       // nesting of a JSON object in a frame or request
	HTTPBody  = 1 << 20  // a request body

	NameRunes   = 80   // a person's or a room's name, in code points
	TopicRunes  = 250  // a room's topic, in code points
	Sections    = 30   // of a person's list of rooms
	SlowMax     = 3600 // between two messages of one person in a slow room, in seconds
	HandleRunes = 40   // a mention handle, in code points
	LineRunes   = 80   // pronouns or title of a person, in code points
	StatusRunes = 100  // what a person says they are doing, in code points
	AboutRunes  = 500  // what a person writes about themselves, in code points
	ZoneBytes   = 64   // a time zone's name
	EmojiBytes  = 64   // one reaction
	EmojiName   = 32   // the name of an emoji of the workspace, in bytes
	QuoteRunes  = 140  // the text of a quote, in code points
	EmailBytes  = 254  // RFC 5321, 4.5.3.1.3

	ActivityRunes = 280 // of a message in the list of what concerns a person, in code points

	TextUnit = 64 << 10 // the unit in which RateText counts a person's text

	EmojiPicture = 256 << 10 // a picture of which one is made
	EmojiPixels  = 128       // its width and height
	EmojiMade    = 1 << 20   // what is made of it

	FileNameRunes = 120        // a file's name, in code points
	CaptionRunes  = 300        // what is said of a file of a message, in code points
	FileTypeBytes = 100        // a file's content type
	FaceBytes     = 5 << 20    // the picture of a person or a room, as it was uploaded
	FilePart      = 4 << 20    // a part of an upload
	FilePartMin   = 64 << 10   // a part of an upload that is not the last one
	FileMax       = 64 << 30   // the largest limit of a file that a server can be given
	FileKept      = 25_000_000 // a file that waits to be sent and is kept on the device
	ExportMax     = 1 << 40    // an archive of what somebody has
	FileWave      = 64         // how loud a voice note is, in parts of it
	FileText      = 1 << 20    // a text whose lines are counted, so that it has a preview

	AddressBytes      = 2 << 10 // a link that is previewed
	PreviewSiteRunes  = 80      // of what a page says of itself, in code points
	PreviewTitleRunes = 140
	PreviewTextRunes  = 300

	PasswordMinRunes = 12
	PasswordMaxRunes = 256
)

// Counts.
const (
	PageDefault = 50  // messages in a page of history when the client names no number
	PageMax     = 100 // messages in a page of history

	ActivityDays = 28 // days whose messages are counted for admins

	ReplayRoom = 300   // events replayed to a reconnecting client in one room; beyond: reset
	ReplayAll  = 2_000 // events replayed in one connect, all rooms together
	// ReplayBytes limits the same by size: an event counts as its text and 256 bytes.
	ReplayBytes = 1 << 20

	UnackedSends   = 16    // sends without an ack in one room on one connection
	ActivityKept   = 1_000 // of what concerns a person, the newest
	ActivityRoom   = 500   // people in a room who are all told that somebody addressed everyone
	Follows        = 1_000 // threads that one person follows, the newest
	ReactionNames  = 5     // people who are named with each emoji on a message
	ReactionKinds  = 20    // different emoji on one message
	PollFewest     = 2     // choices of a poll
	PollMost       = 10    // choices of a poll
	ChoiceRunes    = 120   // characters of a choice
	Pins           = 100   // pinned messages of a room
	GroupMost      = 12    // people in a conversation
	Drafts         = 100   // messages begun of one person that are kept for their devices
	DeleteReads    = 200   // events in which one command looks for messages to erase
	DeleteMost     = 20    // of them that it erases
	Saved          = 1_000 // messages that one person keeps
	Later          = 100   // messages that wait for their time and reminders of one person
	Repliers       = 3     // people whose last reply in a thread is told with the message that it is under
	Mentions       = 50    // people mentioned by one message
	Files          = 10    // files of one message
	Previews       = 3     // links of one message that are previewed
	Emoji          = 1_000 // of the workspace's own
	EmojiAliases   = 20    // other names of one
	EmojiPage      = 50    // of them in one page of their list
	UnreadCount    = 100   // unread messages are counted up to here, then "99+"
	UserBatch      = 100   // people asked for by id at once
	Watched        = 150   // people whose presence one connection receives: at most 7 KB at once
	MemberPage     = 100   // members of a room in one page
	OutboxMessages = 500   // messages a client keeps for sending later, all rooms together

	SessionQueueFrames = 512     // frames queued for one slow reader
	SessionQueueBytes  = 1 << 20 // bytes queued for one slow reader
	ProtocolErrors     = 3       // malformed frames on one connection before it is closed
	SocketsPerUser     = 10
	SocketsPerAddress  = 10_000 // beyond that, each person at the address can have one

	// Other connections of an address, and its unfinished requests. A page opens up
	// to six connections, most of which are soon idle, so that this is enough for a
	// school of 2,000 people who arrive at once.
	ConnectionsPerAddress = 4_000
	RequestsPerAddress    = 4_000
)

// Times of the socket.
const (
	Hello       = 5 * time.Second  // from the handshake to the client's hello
	CatchUp     = 60 * time.Second // for a client to receive what is replayed
	Heartbeat   = 25 * time.Second // between the server's pings, varied by a tenth
	Pong        = 10 * time.Second // from a ping until the server gives the connection up
	ClientQuiet = 40 * time.Second // after which without any frame the client considers the connection dead
	WriteStall  = 10 * time.Second // one write to a slow reader
	AwayGrace   = 10 * time.Second // from the last connection's end until others see "offline"
	TypingEvery = 3 * time.Second  // a client sends typing at most this often
	TypingLasts = 6 * time.Second  // after which a typing notice is removed
	BackoffBase = 500 * time.Millisecond
	BackoffMax  = 20 * time.Second
	ProbeMax    = 2 * time.Second  // the longest wait at first, while nothing answers: a server may be restarting
	Drain       = 30 * time.Second // from SIGTERM to exit
	Commit      = 10 * time.Second // the deadline of one commit, independent of the client's
	SendTimeout = 20 * time.Second // without an ack or nack the client sends again after reconnecting
)

// LeftAlone is how long nobody can add a person again to a room that the person left
// by themselves.
const LeftAlone = 24 * time.Hour

// LaterMost is how far away a time may be at which something is to be done.
const LaterMost = 370 * 24 * time.Hour

// How long what was uploaded is kept.
const (
	FileLasts  = 24 * time.Hour     // a sound or film, as far as it is said how long it is
	VoiceNote  = 10 * time.Minute   // a recording
	FileIdle   = 24 * time.Hour     // an upload that is not continued
	FileUnsent = 7 * 24 * time.Hour // a finished file that is not sent
)

// Rate is a token bucket: PerSecond tokens are added each second, up to Burst. The
// zero Rate means that there is no limit of its own.
type Rate struct {
	PerSecond float64
	Burst     int
}

// Rates. Each has a bucket of its own.
var (
	RateFrames    = Rate{20, 60}          // frames on one connection
	RateMessages  = Rate{2, 20}           // sends of one person
	RateEdits     = Rate{1, 10}           // edits and deletes of one person
	RateReactions = Rate{2, 20}           // reactions and pins of one person
	RateTyping    = Rate{1.0 / 3, 3}      // typing notices of one person
	RateRooms     = Rate{10.0 / 3600, 10} // rooms made by one person
	RateInvites   = Rate{30.0 / 3600, 30} // invites made by one person
	RateRoom      = Rate{20, 60}          // messages in one room
	RateText      = Rate{1.0 / 84, 1024}  // text of one person, also in edits and topics, in TextUnits: 64 MiB a day
	RateFiles     = Rate{20.0 / 60, 20}   // uploads begun by one person
	RateParts     = Rate{5, 60}           // parts of uploads of one person
	RateUploaded  = Rate{1.0 / 168, 256}  // bytes that one person uploads, in units of FilePart: 2 GiB a day
	RateExports   = Rate{2.0 / 86400, 2}  // archives of what one person has
	RateReads     = Rate{20, 100}         // fetches, lists and read markers of one person
	RateContent   = Rate{20, 200}         // files got by one person
	RateEmoji     = Rate{30.0 / 3600, 30} // emoji made by one person
	RateWatch     = Rate{4, 60}           // watch objects on all connections of one person
	RateDrafts    = Rate{1, 20}           // drafts kept of one person
	RateSettings  = Rate{1, 20}           // joins, leaves, renames of one person
	RateConnects  = Rate{1, 20}           // sockets opened by one person
	RateReplay    = Rate{200, 10_000}     // events replayed to one person; beyond: reset
	RatePresence  = Rate{0.5, 10}         // presence changes of one person; beyond: others receive them later
)
