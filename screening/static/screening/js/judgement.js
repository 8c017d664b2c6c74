/* What judgements on single criteria speak for: the rule of screening/decisions/judgement.py, proposal. One test compares the
   two. */
export function proposed(given, criteria) {
  const answers = criteria.map((c) => [given[c.id] || "", c.inclusion]);
  if (answers.some(([answer, inclusion]) => answer === (inclusion ? "not_met" : "met"))) return "exclude";
  if (!answers.length || answers.some(([answer]) => !answer)) return "";
  return answers.some(([answer]) => answer === "unclear") ? "maybe" : "include";
}
