-- What copydesk migrate remembers of itself.  Run by it before everything else, every time.
CREATE SCHEMA IF NOT EXISTS core;
CREATE TABLE IF NOT EXISTS core.migration (
	number integer PRIMARY KEY CHECK (number BETWEEN 1 AND 9999),
	name text NOT NULL,
	sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
	applied_at timestamptz NOT NULL DEFAULT now()
);
