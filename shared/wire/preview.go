package wire

// Preview is what a page says of itself to which a message links. The server fetches it, so that no reader's
// program asks that page for anything; its picture is a file of ours, which those get who may read the message.
type Preview struct {
	Address string `json:"address"`           // the link, as it is in the message
	Site    string `json:"site,omitempty"`    // the host that the page came from, with the name that it gives itself
	Title   string `json:"title,omitempty"`   // one line
	Text    string `json:"text,omitempty"`    // one line
	Picture *File  `json:"picture,omitempty"` // small

	// Dismissed means that By has removed it: only Address is left, so that it does not come back. Awaited means that
	// By wants it back, and that the server is fetching it; Dismissed comes back if it cannot.
	Dismissed bool   `json:"dismissed,omitempty"`
	Awaited   bool   `json:"awaited,omitempty"`
	By        string `json:"by,omitempty"`
}

// Previews is the Detail of a KindPreview: all previews of the message from then on, in the order of its links.
type Previews struct {
	Previews []Preview `json:"previews"`
}

// PreviewDismiss removes the preview of one link from the message at Seq, for everybody. Who may delete the message
// may. With Undo it brings back one that the same person has removed: the server fetches the page again. One that is
// not there is acknowledged with the seq of the last change.
type PreviewDismiss struct {
	Head
	Room    string `json:"room" path:"room" is:"id"`
	Seq     int64  `json:"seq" path:"seq" is:"seq"`
	Address string `json:"address" is:"address"` // of the preview
	Undo    bool   `json:"undo,omitempty"`
}

// DismissPreview removes a preview.
var DismissPreview = Command[*PreviewDismiss, *Ack]{
	Type: "preview.dismiss", Answer: TypeAck, Method: "POST", Path: "/rooms/{room}/messages/{seq}/previews/dismiss",
	Doc: "Remove the preview of a link from a message, or bring back one that you have removed.", Lane: LaneRoom, Repeat: RepeatNumbered,
}
