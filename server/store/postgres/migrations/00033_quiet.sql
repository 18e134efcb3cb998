-- +goose Up

-- When people do not want to be disturbed: a pause until a time, UTC milliseconds (0: none), and hours of the week, as
-- JSON ('': none). users.quiet: until when that is so now, as others see it; 0: it is not.
ALTER TABLE users ADD COLUMN quiet bigint NOT NULL DEFAULT 0;
ALTER TABLE profiles ADD COLUMN pause bigint NOT NULL DEFAULT 0;
ALTER TABLE profiles ADD COLUMN hours text NOT NULL DEFAULT '';
