-- From here on a closed answer is sealed as its option alone, which an earlier version would not
-- understand. What is there already stays as it is and is read as before: all that changes is the
-- number of this step, by which an earlier version knows to stay away.

COMMENT ON COLUMN heard.responses.sealed IS 'closed answers as their options, or as whole values';
