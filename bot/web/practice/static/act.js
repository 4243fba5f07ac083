// Everything a person does goes to the workspace through here.

import { actingAs } from "./place.js";

const LIMIT_MILLISECONDS = 30_000;
const UNREACHABLE =
  "The practice workspace cannot be reached just now. What you wrote is still here: " +
  "try again in a moment.";

// Never throws: a lost connection is an answer like any other, so that whoever
// asked can keep the person's words and say what happened.
export async function act(deed) {
  try {
    const answer = await fetch("/practice/act", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: actingAs(), ...deed }),
      signal: AbortSignal.timeout(LIMIT_MILLISECONDS),
    });
    return await answer.json();
  } catch {
    return { ok: false, trouble: UNREACHABLE };
  }
}
