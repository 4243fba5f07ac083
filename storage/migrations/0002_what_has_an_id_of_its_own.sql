-- Voices, concerns, holds: whatever has an id of its own and may change. What it says is sealed;
-- in the clear stands its kind. Names and labels are keyed hashes.

CREATE TABLE heard.kept (
    kind text COLLATE "C" NOT NULL,
    name bytea NOT NULL,
    labels text[] COLLATE "C" NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (kind, name)
) WITH (fillfactor = 80);

CREATE INDEX kept_by_label ON heard.kept USING gin (labels);

ALTER TABLE heard.kept ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- A sent message keeps its sealed id, so that whoever copies the store can tell it. What was sent
-- before has none, and stays behind.
ALTER TABLE heard.outbox DROP CONSTRAINT outbox_check;
ALTER TABLE heard.outbox ADD CHECK (state = 'sent' OR sealed IS NOT NULL);
