-- Names are keyed hashes, and everything that anybody said or is called is sealed.
-- In the clear stands only what is chosen by: which wave, which days, which area, which view.
-- Tables that say who was asked share nothing with tables that say what was answered.

CREATE TABLE heard.about (
    name text COLLATE "C" PRIMARY KEY,
    value bytea NOT NULL
);

CREATE TABLE heard.surveys (
    survey text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (survey, version)
);

CREATE TABLE heard.waves (
    wave text COLLATE "C" PRIMARY KEY,
    survey text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    opens_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL,
    closed boolean NOT NULL,
    mixed boolean NOT NULL DEFAULT false,
    sealed bytea NOT NULL,
    FOREIGN KEY (survey, version) REFERENCES heard.surveys
);

-- Who was asked.

CREATE TABLE heard.invitations (
    wave text COLLATE "C" NOT NULL REFERENCES heard.waves,
    person bytea NOT NULL,
    delivery text COLLATE "C" NOT NULL CHECK (delivery IN ('waiting', 'delivered', 'bounced')),
    answered boolean NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (wave, person)
) WITH (fillfactor = 80);

CREATE INDEX invitations_of_a_person ON heard.invitations (person);

-- What was answered.

CREATE TABLE heard.drafts (
    wave text COLLATE "C" NOT NULL REFERENCES heard.waves,
    respondent bytea NOT NULL,
    owner bytea NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (wave, respondent)
);

CREATE INDEX drafts_of_an_owner ON heard.drafts (owner);

CREATE TABLE heard.responses (
    name bytea PRIMARY KEY,
    wave text COLLATE "C" NOT NULL REFERENCES heard.waves,
    respondent bytea NOT NULL,
    day date NOT NULL,
    area text COLLATE "C",
    perspective text COLLATE "C" NOT NULL,
    sealed bytea NOT NULL,
    UNIQUE (respondent, wave)
);

CREATE INDEX responses_of_a_wave ON heard.responses (wave);
CREATE INDEX responses_of_days_about_an_area ON heard.responses (day, area);

CREATE TABLE heard.codings (
    response bytea NOT NULL REFERENCES heard.responses,
    question bytea NOT NULL,
    coder text COLLATE "C" NOT NULL CHECK (coder IN ('machine', 'person')),
    version text COLLATE "C" NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (response, question, coder)
);

-- Responses with comments, and the version of the machine that has read all of them.
CREATE TABLE heard.readings (
    response bytea PRIMARY KEY REFERENCES heard.responses,
    questions bytea[] NOT NULL,
    version text COLLATE "C" NOT NULL DEFAULT '',
    claimed_until timestamptz
) WITH (fillfactor = 80);

CREATE INDEX readings_by_version ON heard.readings (version);

-- What goes out. The name of a sent message stays, so that it is not sent again.

CREATE TABLE heard.outbox (
    message bytea PRIMARY KEY,
    state text COLLATE "C" NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'dead')),
    not_before timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    claimed_until timestamptz,
    reason text,
    sealed bytea,
    CHECK ((state = 'sent') = (sealed IS NULL)),
    CHECK ((state = 'waiting') = (not_before IS NOT NULL))
) WITH (fillfactor = 80);

CREATE INDEX outbox_that_waits ON heard.outbox (not_before, message) WHERE state = 'waiting';
CREATE INDEX outbox_given_up ON heard.outbox (message) WHERE state = 'dead';

-- Who saw and released what. The head is apart, so that nobody can cut the end off.

CREATE TABLE heard.audit (
    place bigint PRIMARY KEY CHECK (place >= 0),
    sealed bytea NOT NULL
);

CREATE TABLE heard.heads (
    chain text COLLATE "C" PRIMARY KEY,
    sealed bytea NOT NULL
);

-- Who does what only one process may do, and until when.

CREATE TABLE heard.leases (
    task text COLLATE "C" PRIMARY KEY,
    holder text COLLATE "C" NOT NULL,
    until timestamptz NOT NULL
);

-- Sealed bytes cannot be pressed, so nothing tries.

ALTER TABLE heard.surveys ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE heard.waves ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE heard.drafts ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE heard.responses ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE heard.codings ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE heard.outbox ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE heard.audit ALTER COLUMN sealed SET STORAGE EXTERNAL;
