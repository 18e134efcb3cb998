// Package postgres keeps Confab's store in a PostgreSQL database (14 or
// newer), for more than one node: any number of Stores may have the same
// database open at once, each in a server of its own.
package postgres
