package auth

// Chore is what Run does every minute.
var Chore = (*Auth).chore
