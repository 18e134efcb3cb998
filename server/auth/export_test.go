package auth

var (
	// Tidy is what Run does every hour.
	Tidy = (*Auth).tidy
	// Chore is what Run does every minute.
	Chore = (*Auth).chore
)
