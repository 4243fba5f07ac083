"""What the PostgreSQL engine says to its database, one statement to a string.

Every name is qualified and every value a parameter, so that no statement needs a session of its own
and any pooler may send each transaction over another connection.
"""

from collections.abc import Sequence

# Keys

ABOUT = "SELECT name, value FROM heard.about"

NOTE = """
INSERT INTO heard.about (name, value)
SELECT name, value FROM unnest($1::text[], $2::bytea[]) AS given (name, value)
ON CONFLICT DO NOTHING
"""

FORGET_OLDER_KEYS = """
WITH forgotten AS (
    DELETE FROM heard.about WHERE name LIKE 'key %' AND name <> $3
)
UPDATE heard.about SET value = $2 WHERE name = $1
"""

# From now on the store has a chain, and names are sealed as those of one that has.
HAS_A_CHAIN = """
WITH begun AS (
    INSERT INTO heard.heads (chain, sealed)
    SELECT $3, $4 WHERE NOT EXISTS (SELECT FROM heard.audit)
    ON CONFLICT DO NOTHING
)
UPDATE heard.about SET value = $2 WHERE name = $1
"""

# Surveys and waves

FREEZE_SURVEY = """
INSERT INTO heard.surveys (survey, version, sealed) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
"""

TAKE_TURN_TO_ASK = "SELECT pg_advisory_xact_lock(hashtextextended('heard.waves of ' || $1, 0))"

SURVEY_KEPT = "SELECT survey, version, sealed FROM heard.surveys WHERE survey = $1 AND version = $2"

SURVEYS = "SELECT survey, version, sealed FROM heard.surveys ORDER BY survey, version"

BEGIN_WAVE = """
INSERT INTO heard.waves (wave, survey, version, opens_at, ended_at, closed, sealed)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING
RETURNING wave
"""

INVITE = """
INSERT INTO heard.invitations (wave, person, delivery, answered, sealed)
SELECT * FROM unnest($1::text[], $2::bytea[], $3::text[], $4::boolean[], $5::bytea[])
ON CONFLICT DO NOTHING
"""

QUEUE = """
INSERT INTO heard.outbox (message, not_before, sealed)
SELECT * FROM unnest($1::bytea[], $2::timestamptz[], $3::bytea[])
ON CONFLICT DO NOTHING
"""

HAS_WAVE = "SELECT 1 FROM heard.waves WHERE wave = $1"

WAVE = "SELECT wave, sealed FROM heard.waves WHERE wave = $1"

WAVE_TO_CHANGE = "SELECT wave, sealed FROM heard.waves WHERE wave = $1 FOR NO KEY UPDATE"

WAVES_BESIDE = "SELECT wave FROM heard.waves WHERE survey = $1 AND wave <> $2"

WAVES = "SELECT wave, sealed FROM heard.waves ORDER BY opens_at, wave"

CHANGE_WAVE = "UPDATE heard.waves SET ended_at = $2, closed = $3, sealed = $4 WHERE wave = $1"

FORGET_DRAFTS_OF_WAVE = "DELETE FROM heard.drafts WHERE wave = $1"

# A row tells which transaction wrote it, and an invitation is written by the transaction that keeps
# the response. Written again, once a wave is over, all rows tell the same and lie in no order.

MIX = """
UPDATE heard.waves SET mixed = true
WHERE wave = $1 AND NOT mixed AND EXISTS (
    SELECT FROM heard.invitations WHERE invitations.wave = $1 AND answered
)
RETURNING wave
"""

MIX_RESPONSES = """
WITH taken AS (DELETE FROM heard.responses WHERE wave = $1 RETURNING *)
INSERT INTO heard.responses SELECT * FROM taken ORDER BY random()
"""

MIX_INVITATIONS = """
WITH taken AS (DELETE FROM heard.invitations WHERE wave = $1 RETURNING *)
INSERT INTO heard.invitations SELECT * FROM taken ORDER BY random()
"""

INVITATIONS = """
SELECT wave, person, delivery, answered, sealed FROM heard.invitations
WHERE wave = $1 ORDER BY person
"""

INVITATIONS_OF_PERSON = """
SELECT wave, person, delivery, answered, sealed FROM heard.invitations
WHERE person = $1 ORDER BY wave
"""

DECIDE_DELIVERY = "UPDATE heard.invitations SET delivery = $3 WHERE wave = $1 AND person = $2"

# Drafts. One that was written while its response was being kept is never shown.

KEEP_DRAFT = """
WITH known AS (
    SELECT wave, closed FROM heard.waves WHERE wave = $1 FOR SHARE
), kept AS (
    INSERT INTO heard.drafts (wave, respondent, owner, sealed)
    SELECT wave, $2, $3, $4 FROM known
    WHERE NOT closed AND NOT EXISTS (
        SELECT FROM heard.responses WHERE respondent = $2 AND wave = $1
    )
    ON CONFLICT (wave, respondent)
    DO UPDATE SET owner = excluded.owner, sealed = excluded.sealed
)
SELECT wave FROM known
"""

DRAFT = """
SELECT wave, respondent, sealed FROM heard.drafts
WHERE wave = $1 AND respondent = $2 AND NOT EXISTS (
    SELECT FROM heard.responses
    WHERE responses.respondent = drafts.respondent AND responses.wave = drafts.wave
)
"""

DRAFTS = """
SELECT wave, respondent, sealed FROM heard.drafts
WHERE owner = ANY($1::bytea[]) AND NOT EXISTS (
    SELECT FROM heard.responses
    WHERE responses.respondent = drafts.respondent AND responses.wave = drafts.wave
)
ORDER BY wave, respondent
"""

FORGET_DRAFT = "DELETE FROM heard.drafts WHERE wave = $1 AND respondent = $2"

# Responses

ACCEPT = """
WITH kept AS (
    INSERT INTO heard.responses (name, wave, respondent, day, area, perspective, sealed)
    SELECT name, wave, respondent, day, area, perspective, given.sealed
    FROM unnest(
        $1::bytea[], $2::text[], $3::bytea[], $4::date[], $5::text[], $6::text[], $7::bytea[]
    ) AS given (name, wave, respondent, day, area, perspective, sealed)
    JOIN heard.waves USING (wave)
    ON CONFLICT DO NOTHING
    RETURNING name, wave, respondent
), unread AS (
    INSERT INTO heard.readings (response, questions)
    SELECT name, array_agg(question)
    FROM unnest($8::bytea[], $9::bytea[]) AS comments (name, question)
    JOIN kept USING (name)
    GROUP BY name
), forgotten AS (
    DELETE FROM heard.drafts USING kept
    WHERE drafts.wave = kept.wave AND drafts.respondent = kept.respondent
), answered AS (
    UPDATE heard.invitations SET answered = true
    FROM unnest($10::bytea[], $11::bytea[]) AS participants (name, person)
    JOIN kept USING (name)
    WHERE invitations.wave = kept.wave
        AND invitations.person = participants.person
        AND NOT invitations.answered
), queued AS (
    INSERT INTO heard.outbox (message, not_before, sealed)
    SELECT message, not_before, sealed
    FROM unnest($12::bytea[], $13::bytea[], $14::timestamptz[], $15::bytea[])
        AS messages (name, message, not_before, sealed)
    JOIN kept USING (name)
    ON CONFLICT DO NOTHING
), beside AS (
    INSERT INTO heard.kept (kind, name, labels, sealed)
    SELECT kind, given.name, string_to_array(labels, ' '), given.sealed
    FROM unnest($16::bytea[], $17::text[], $18::bytea[], $19::text[], $20::bytea[])
        AS given (response, kind, name, labels, sealed)
    JOIN kept ON kept.name = given.response
    ON CONFLICT DO NOTHING
)
SELECT name FROM kept
"""

# Why those were not kept that were not.
KNOWN_RESPONSES = "SELECT name FROM heard.responses WHERE name = ANY($1::bytea[])"

KNOWN_WAVES = "SELECT wave FROM heard.waves WHERE wave = ANY($1::text[])"

RESPONSE = "SELECT name, sealed FROM heard.responses WHERE name = $1"

RESPONSES_OF_RESPONDENT = "SELECT name, sealed FROM heard.responses WHERE respondent = $1"

RESPONSES_OF_WAVE = "SELECT name, sealed FROM heard.responses WHERE wave = $1"

# Reading the words

KEEP_CODINGS = """
INSERT INTO heard.codings (response, question, coder, version, sealed)
SELECT response, question, coder, version, given.sealed
FROM unnest($1::bytea[], $2::bytea[], $3::text[], $4::text[], $5::bytea[])
    AS given (response, question, coder, version, sealed)
JOIN heard.responses ON responses.name = given.response
ON CONFLICT (response, question, coder)
DO UPDATE SET version = excluded.version, sealed = excluded.sealed
"""

NOTE_READINGS = """
UPDATE heard.readings SET version = given.version, claimed_until = NULL
FROM unnest($1::bytea[], $2::text[]) AS given (response, version)
WHERE readings.response = given.response AND NOT EXISTS (
    SELECT FROM unnest(readings.questions) AS comments (question)
    WHERE NOT EXISTS (
        SELECT FROM heard.codings
        WHERE codings.response = given.response
            AND codings.question = comments.question
            AND codings.coder = 'machine'
            AND codings.version = given.version
    )
)
"""

# Two halves instead of one 'different', so that each is a short walk along the index.
UNCODED = """
SELECT name, sealed FROM (
    (SELECT response FROM heard.readings WHERE version < $1 LIMIT $2)
    UNION ALL
    (SELECT response FROM heard.readings WHERE version > $1 LIMIT $2)
    LIMIT $2
) AS unread
JOIN heard.responses ON responses.name = unread.response
"""

CLAIM_UNCODED = """
WITH older AS MATERIALIZED (
    SELECT response FROM heard.readings
    WHERE version < $1 AND (claimed_until IS NULL OR claimed_until <= $2)
    LIMIT $4 FOR UPDATE SKIP LOCKED
), newer AS MATERIALIZED (
    SELECT response FROM heard.readings
    WHERE version > $1 AND (claimed_until IS NULL OR claimed_until <= $2)
    LIMIT $4 FOR UPDATE SKIP LOCKED
), chosen AS MATERIALIZED (
    SELECT response FROM older UNION ALL SELECT response FROM newer LIMIT $4
), claimed AS (
    UPDATE heard.readings SET claimed_until = $3
    FROM chosen WHERE readings.response = chosen.response
    RETURNING readings.response
)
SELECT name, sealed FROM claimed JOIN heard.responses ON responses.name = claimed.response
"""

# What has an id of its own and may change. Labels come as words of one text, because an array of
# arrays would have to be a rectangle.

KEEP = """
INSERT INTO heard.kept (kind, name, labels, sealed)
SELECT kind, name, string_to_array(labels, ' '), sealed
FROM unnest($1::text[], $2::bytea[], $3::text[], $4::bytea[]) AS given (kind, name, labels, sealed)
ON CONFLICT DO NOTHING
RETURNING name
"""

KEPT = "SELECT kind, name, sealed FROM heard.kept WHERE kind = $1 AND name = $2"

KEPT_TO_CHANGE = """
SELECT kind, name, sealed FROM heard.kept WHERE kind = $1 AND name = $2 FOR NO KEY UPDATE
"""

CHANGE_KEPT = """
UPDATE heard.kept SET labels = string_to_array($3, ' '), sealed = $4
WHERE kind = $1 AND name = $2
"""

ALL_KEPT = "SELECT kind, name, sealed FROM heard.kept WHERE kind = $1"

ALL_KEPT_WITH_LABEL = """
SELECT kind, name, sealed FROM heard.kept WHERE kind = $1 AND labels @> ARRAY[$2]
"""

LET_GO = "DELETE FROM heard.kept WHERE kind = $1 AND name = ANY($2::bytea[]) RETURNING name"

# Letting go

HOLDING = "SELECT kind, name, sealed FROM heard.kept WHERE kind = ANY($1::text[])"

KEPT_TO_LET_GO = """
SELECT kind, name, sealed FROM heard.kept WHERE kind = $1 AND name = ANY($2::bytea[])
"""

LOTS = """
SELECT
    wave,
    extract(year FROM day)::integer AS year,
    extract(quarter FROM day)::integer AS quarter,
    area,
    count(*) AS responses,
    count(readings.response) AS with_words
FROM heard.responses LEFT JOIN heard.readings ON readings.response = responses.name
WHERE NOT name = ANY($1::bytea[])
GROUP BY 1, 2, 3, 4
"""

RESPONSES_OF_LOT = """
SELECT name, sealed FROM heard.responses
WHERE wave = $1 AND day BETWEEN $2 AND $3 AND area IS NOT DISTINCT FROM $4
"""

COMMENTS_OF_LOT = """
SELECT name, responses.sealed
FROM heard.responses JOIN heard.readings ON readings.response = responses.name
WHERE wave = $1 AND day BETWEEN $2 AND $3 AND area IS NOT DISTINCT FROM $4
    AND NOT name = ANY($5::bytea[])
LIMIT $6 FOR UPDATE OF responses
"""

NAMES_OF_LOT = """
SELECT name FROM heard.responses
WHERE wave = $1 AND day BETWEEN $2 AND $3 AND area IS NOT DISTINCT FROM $4
    AND NOT name = ANY($5::bytea[])
LIMIT $6 FOR UPDATE
"""

RESPONSES_TO_CHANGE = """
SELECT name, sealed FROM heard.responses WHERE name = ANY($1::bytea[]) FOR UPDATE
"""

REPLACE_RESPONSES = """
UPDATE heard.responses SET sealed = given.sealed
FROM unnest($1::bytea[], $2::bytea[]) AS given (name, sealed)
WHERE responses.name = given.name
"""

FORGET_CODINGS = "DELETE FROM heard.codings WHERE response = ANY($1::bytea[])"

READ_AGAIN = """
UPDATE heard.readings SET version = '', claimed_until = NULL WHERE response = ANY($1::bytea[])
"""

FORGET_READINGS = "DELETE FROM heard.readings WHERE response = ANY($1::bytea[])"

FORGET_RESPONSES = "DELETE FROM heard.responses WHERE name = ANY($1::bytea[])"

FORGET_WHO_WAS_ASKED = "DELETE FROM heard.invitations WHERE wave = $1 RETURNING person"

FORGET_PERSON = "DELETE FROM heard.invitations WHERE person = $1"

FORGET_DRAFTS_OF_OWNERS = "DELETE FROM heard.drafts WHERE owner = ANY($1::bytea[])"


# What something is erased from.
SWEPT = ("responses", "codings", "readings", "invitations", "drafts", "outbox", "kept")


def sweep(table: str) -> str:
    """Write the table anew, so that no erased row is left in its file.

    It is passed over when somebody has it: others would wait behind whoever waits for all of it.
    """
    return f"VACUUM (FULL, SKIP_LOCKED) heard.{table}"


FILE_OF = "SELECT pg_relation_filenode(to_regclass('heard.' || $1)) AS file"


# Evidence

EVIDENCE_RESPONSES = """
SELECT name, wave, sealed FROM heard.responses
WHERE day BETWEEN $1 AND $2
"""

EVIDENCE_RESPONSES_OF_AREA = """
SELECT name, wave, sealed FROM heard.responses
WHERE day BETWEEN $1 AND $2 AND (area = $3 OR area IS NULL)
"""

EVIDENCE_CODINGS = """
SELECT response, question, coder, sealed FROM heard.codings WHERE response = ANY($1::bytea[])
"""

EVIDENCE_WAVES = """
SELECT wave, sealed FROM heard.waves
WHERE (opens_at < $2 AND ended_at > $1) OR wave = ANY($3::text[])
ORDER BY opens_at, wave
"""

EVIDENCE_INVITATIONS = """
SELECT wave, person, delivery, answered, sealed FROM heard.invitations
WHERE wave = ANY($1::text[]) ORDER BY wave, person
"""

# Outbox

OUTGOING = """
SELECT message, not_before, attempts, sealed FROM heard.outbox
WHERE state = 'waiting' AND not_before <= $1
ORDER BY not_before, message LIMIT $2
"""

CLAIM_OUTGOING = """
WITH due AS MATERIALIZED (
    SELECT message FROM heard.outbox
    WHERE state = 'waiting' AND not_before <= $1
        AND (claimed_until IS NULL OR claimed_until <= $1)
    ORDER BY not_before, message LIMIT $3
    FOR UPDATE SKIP LOCKED
)
UPDATE heard.outbox SET claimed_until = $2
FROM due WHERE outbox.message = due.message
RETURNING outbox.message, not_before, attempts, sealed
"""

HAND_BACK = """
UPDATE heard.outbox SET claimed_until = NULL
WHERE message = ANY($1::bytea[]) AND state = 'waiting'
"""

SENT = """
UPDATE heard.outbox
SET state = 'sent', not_before = NULL, claimed_until = NULL, sealed = $2, reason = NULL
WHERE message = $1
"""

TRY_LATER = """
UPDATE heard.outbox SET not_before = $2, attempts = attempts + $3, claimed_until = NULL
WHERE message = $1 AND state = 'waiting'
"""

GIVE_UP = """
UPDATE heard.outbox SET state = 'dead', not_before = NULL, claimed_until = NULL, reason = $2
WHERE message = $1 AND state = 'waiting'
"""

DEAD_LETTERS = """
SELECT message, not_before, attempts, sealed, reason FROM heard.outbox
WHERE state = 'dead' ORDER BY message
"""

REVIVE = """
UPDATE heard.outbox SET state = 'waiting', not_before = $2, attempts = 0, reason = NULL
WHERE message = $1 AND state = 'dead' RETURNING message
"""

DROP = """
UPDATE heard.outbox SET state = 'sent', sealed = $2, reason = NULL
WHERE message = $1 AND state = 'dead' RETURNING message
"""

# For whoever watches

COUNTED = """
SELECT
    (SELECT count(*) FROM heard.responses) AS responses,
    (SELECT count(*) FROM heard.readings WHERE version <> $1) AS uncoded,
    (SELECT count(*) FROM heard.drafts) AS drafts,
    (SELECT count(*) FROM heard.outbox WHERE state = 'waiting' AND not_before <= $2) AS due,
    (SELECT min(not_before) FROM heard.outbox
     WHERE state = 'waiting' AND not_before <= $2) AS oldest_due,
    (SELECT count(*) FROM heard.outbox WHERE state = 'dead') AS dead,
    (SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class
     WHERE relnamespace = 'heard'::regnamespace AND relkind = 'r') AS size
"""

# Audit

BEGIN_CHAIN = "INSERT INTO heard.heads (chain, sealed) VALUES ($1, $2) ON CONFLICT DO NOTHING"

HEAD = "SELECT sealed FROM heard.heads WHERE chain = $1"

HEAD_TO_MOVE = "SELECT sealed FROM heard.heads WHERE chain = $1 FOR UPDATE"

APPEND = """
INSERT INTO heard.audit (place, sealed)
SELECT * FROM unnest($1::bigint[], $2::bytea[])
"""

MOVE_HEAD = "UPDATE heard.heads SET sealed = $2 WHERE chain = $1"

TAKE_OVER_LINK = """
INSERT INTO heard.audit (place, sealed) VALUES ($1, $2) ON CONFLICT DO NOTHING
"""

AUDIT = "SELECT place, sealed FROM heard.audit ORDER BY place"

# Moving house

ALL_SURVEYS = "SELECT survey, version, sealed FROM heard.surveys ORDER BY survey, version"
ALL_WAVES = "SELECT wave, sealed FROM heard.waves ORDER BY wave"
ALL_INVITATIONS = "SELECT wave, person, delivery, answered, sealed FROM heard.invitations"
ALL_RESPONSES = "SELECT name, sealed FROM heard.responses ORDER BY name"
ALL_CODINGS = "SELECT response, question, coder, sealed FROM heard.codings"
ALL_DRAFTS = "SELECT wave, respondent, sealed FROM heard.drafts"
ALL_MESSAGES = """
SELECT message, state, not_before, attempts, reason, sealed FROM heard.outbox
WHERE sealed IS NOT NULL
"""
ALL_OF_ALL_KINDS = "SELECT kind, name, sealed FROM heard.kept ORDER BY kind, name"

TAKE_OVER_INVITATION = """
INSERT INTO heard.invitations (wave, person, delivery, answered, sealed)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
"""

TAKE_OVER_DRAFT = """
INSERT INTO heard.drafts (wave, respondent, owner, sealed)
VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
"""

TAKE_OVER_MESSAGE = """
INSERT INTO heard.outbox (message, state, not_before, attempts, reason, sealed)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
"""

TAKE_OVER_KEPT = """
INSERT INTO heard.kept (kind, name, labels, sealed)
VALUES ($1, $2, string_to_array($3, ' '), $4) ON CONFLICT DO NOTHING
"""

# One at a time

LEAD = """
INSERT INTO heard.leases (task, holder, until) VALUES ($1, $2, $4)
ON CONFLICT (task) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE leases.holder = excluded.holder OR leases.until <= $3
RETURNING holder
"""

LED_UNTIL = "SELECT max(until) AS until FROM heard.leases WHERE until > $1"

# Keys. The number of a record's key stands in its second and third byte.


def sealed_by(table: str) -> str:
    return f"""
SELECT substring(sealed FROM 2 FOR 2) AS key, count(*) AS sealed FROM heard.{table}
WHERE sealed IS NOT NULL GROUP BY 1
"""  # noqa: S608 - the tables are ours


def sealed_in(table: str, columns: Sequence[str]) -> str:
    """Everything that is sealed, with the columns that it is bound to."""
    return f"""
SELECT sealed, {", ".join(columns)} FROM heard.{table} WHERE sealed IS NOT NULL
"""  # noqa: S608


def sealed_by_others(table: str, columns: Sequence[str]) -> str:
    """What another key than $1 seals, with the columns that it is bound to."""
    return f"""
SELECT sealed, {", ".join(columns)} FROM heard.{table}
WHERE substring(sealed FROM 2 FOR 2) <> $1 LIMIT $2 FOR UPDATE
"""  # noqa: S608


def reseal(table: str, columns: Sequence[str]) -> str:
    place = " AND ".join(f"{column} = ${number}" for number, column in enumerate(columns, start=2))
    return f"UPDATE heard.{table} SET sealed = $1 WHERE {place}"  # noqa: S608
