package workspace

import (
	"testing"

	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/store/postgres"
)

func TestMain(m *testing.M) { service.Main(m) }

func TestADatabaseIsUsedOnce(t *testing.T) {
	url := service.SharedPostgres(t).NewDatabase(t)
	w, err := PreparePostgres(t.Context(), url, 5, 2, 3)
	if err != nil || len(w.Seats) != 5 || len(w.Rooms) != 2 {
		t.Fatalf("%+v, %v", w, err)
	}
	st, err := postgres.Open(t.Context(), url, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := RowsOf(t.Context(), st, w.Rooms)
	if err != nil || len(rows) != 6 { // everybody's coming in
		t.Errorf("%d rows, %v", len(rows), err)
	}
	if err := st.Close(); err != nil {
		t.Error(err)
	}
	if _, err := PreparePostgres(t.Context(), url, 5, 2, 3); err != errUsed {
		t.Errorf("a second time: %v", err)
	}
}
