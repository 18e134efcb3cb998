package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/clock"
	"github.com/confab/confab/server/cluster"
	"github.com/confab/confab/server/config"
	"github.com/confab/confab/server/console"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/postgres"
	"github.com/confab/confab/shared/id"
)

// data is the flag of the commands that use a data directory.
type data struct {
	Data string `name:"data" env:"CONFAB_DATA" default:"./data" placeholder:"DIR" help:"Directory of the server's data (${default})."`
}

// anywhere are the flags of the commands that use a server's data wherever it is:
// in a data directory or in PostgreSQL.
type anywhere struct {
	data
	database
	Redis     string `name:"redis" env:"CONFAB_REDIS" placeholder:"URL" help:"Redis of the servers that share the database, so that they see the change at once. Without it they see it within a minute."`
	RedisFile string `name:"redis-file" env:"CONFAB_REDIS_FILE" placeholder:"FILE" help:"File that holds the address for --redis."`
}

// database are the flags of the commands that also work on a PostgreSQL database.
type database struct {
	Postgres     string `name:"postgres" env:"CONFAB_POSTGRES" placeholder:"URL" help:"PostgreSQL database, if the server's data is there."`
	PostgresFile string `name:"postgres-file" env:"CONFAB_POSTGRES_FILE" placeholder:"FILE" help:"File that holds the address for --postgres, so that its password does not appear in the list of processes."`
}

// address returns the database's address, "" if there is none.
func (d database) address() (string, error) {
	return secretOf("postgres-file", d.Postgres, d.PostgresFile)
}

// secretOf returns a flag's value, or the content of the file that another flag
// names.
func secretOf(flag, value, file string) (string, error) {
	s, err := config.Secret(value, file)
	if err != nil {
		return "", unseen{fmt.Errorf("--%s: %w", flag, err)}
	}
	return s, nil
}

// with calls do on the data, directly or through the server that runs on it, and
// closes the data afterwards.
func (a anywhere) with(ctx context.Context, do func(console.Operations) error) error {
	ops, err := a.open(ctx)
	if err != nil {
		return err
	}
	err = do(ops)
	if closing := ops.Close(); err == nil {
		err = closing
	}
	return err
}

func (a anywhere) open(ctx context.Context) (console.Operations, error) {
	url, err := a.address()
	if err != nil {
		return nil, err
	}
	if url == "" {
		ops, err := console.Open(ctx, a.Data)
		if err != nil {
			return nil, explain(a.Data, err)
		}
		return ops, nil
	}
	st, err := postgres.Open(ctx, url, postgres.Options{})
	if errors.Is(err, store.ErrSchemaNewer) {
		return nil, errors.New("the database was written by a newer version of Confab; nothing was changed")
	}
	if err != nil {
		return nil, unseen{err}
	}
	redis, err := secretOf("redis-file", a.Redis, a.RedisFile)
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	if redis == "" {
		return console.Shared(st, st.Close), nil
	}
	link, err := cluster.Open(ctx, redis, cluster.Options{Node: id.New()})
	if err != nil {
		return nil, unseen{errors.Join(err, st.Close())}
	}
	ring, err := keys.New(ctx, keys.InStore(st), keys.Options{})
	if err != nil {
		return nil, errors.Join(err, link.Close(), st.Close())
	}
	agreed, err := clock.Follow(ctx, st.Time)
	if err != nil {
		return nil, unseen{errors.Join(err, link.Close(), st.Close())}
	}
	tell := broker.NewRedis(link, broker.Secret{Key: ring.Derive(broker.Purpose), Clock: agreed.Now})
	broker.Follow(st, tell, slog.New(slog.DiscardHandler)) // a failed publish is not reported: servers poll the database as well
	return console.Shared(st, func() error {
		agreed.Close()
		return errors.Join(st.Close(), tell.Close(), link.Close())
	}), nil
}
