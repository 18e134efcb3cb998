package auth

// Tidy is one round of Run.
var Tidy = (*Auth).tidy
