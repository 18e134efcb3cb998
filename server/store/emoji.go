package store

// Emoji is one of the workspace's own emoji.
type Emoji struct {
	Name    string
	ID      string   // as which it uses blobs, in the place of a file: FileBlob.File
	User    string   // who made it
	Aliases []string // none of which has a blank
	Picture string   // the name of its blob
	Still   string   // that of a picture that stands still; "": it does
	At      int64    // UTC milliseconds
}

// Emojis are the workspace's own emoji. Each change of them makes the revision of
// their list larger.
type Emojis interface {
	// Hold keeps others from changing the list, in an Update and until its end.
	Hold() error
	// Revision is 0 if there was never an emoji.
	Revision() (int64, error)
	// List returns up to limit of them in the order of their names, beyond the name
	// after.
	List(after string, limit int) ([]Emoji, error)
	// ByName returns ErrNotFound. Aliases are no names here.
	ByName(name string) (Emoji, error)
	// Create returns ErrExists if there is one of that name.
	Create(e Emoji) error
	// Alias gives one other aliases. ErrNotFound.
	Alias(name string, aliases []string) error
	// Remove returns ErrNotFound. What it used of blobs is dropped by Files.Drop.
	Remove(name string) error
	// Picture returns the use of a blob by an emoji, whichever. ErrNotFound: none uses it.
	Picture(blob string) (FileBlob, error)
}
