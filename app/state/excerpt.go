package state

// excerpt is a message's text as a quote shows it.
func excerpt(body string) string { return body }
