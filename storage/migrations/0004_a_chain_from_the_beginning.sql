-- From here on the key of names is sealed as that of a store with an audit chain, which an earlier
-- version could not open. It is sealed so when the store is opened next; all that changes here is
-- the number of this step, by which an earlier version knows to stay away.

COMMENT ON TABLE heard.heads IS 'how the audit chain ends; a store that has none was tampered with';
