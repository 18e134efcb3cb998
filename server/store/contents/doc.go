// Package contents is what a store holds in a form that is the same for every
// database: its tables and their rows (Table, Row), somebody who reads them out
// (Source), and sums by which two databases are compared (Sum).
//
// It is for those who look at all of a store at once: the examination of a data
// directory (server/store/checkup) and the move from one database to another
// (server/migrate). Everyone else goes through the store's own interfaces.
package contents
