/* What the server's answer to a vote, note or label means for it; screen.js does it. */
const FAILURES = 3;
const TOKEN_TRIES = 3;

/** By the status, what the answer says (null if it is no JSON), how often the server failed on this one, this time
    included, and how often a new token was asked for: "stored", "retry", "later", "sign in", "token", "lost" or "refused". */
export function outcome(status, told, failed = 0, tokenTries = 0) {
  // A fault of the program with this one vote must not keep the others back; 502 to 504 concern them all.
  if (status === 500 && failed > 0 && failed % FAILURES === 0) return "later";
  if (status >= 500 || status === 429 || status === 408) return "retry";
  if (status < 300) return "stored";
  if (status === 401 || told?.code === "other") return "sign in";
  if (!told && status === 403 && tokenTries < TOKEN_TRIES) return "token";
  return status === 403 || status === 404 ? "lost" : "refused";
}

/** What keeps a decision from being taken: "closed", "full", "reason" or "" for nothing. */
export function obstacle(verdict, reason, { open, full, reasonRequired }) {
  if (!open) return "closed";
  if (full) return "full";
  return verdict === "exclude" && reasonRequired && reason === null ? "reason" : "";
}
