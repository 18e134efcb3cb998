package chat

import "github.com/confab/confab/server/store"

// Service carries the commands out.
type Service struct {
	store store.Store
}
