package app

// Confab's addresses are written as they are served, so no location is rewritten.
func clientResourceResolver(string) func(string) string {
	return func(location string) string { return location }
}
