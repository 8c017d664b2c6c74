/* Numbers as templates write them: the rule of screening/templatetags/screening.py, number. One test compares the two. */
export function number(value) { return value.toLocaleString("en"); }

/** How many records are in no language that the filter names: the rule of "other" in screening/web/records/filters.py. */
export function inOtherLanguages(byLanguage) {
  const others = Object.entries(byLanguage).filter(([language]) => !["zh", "en"].includes(language));
  return others.reduce((sum, [, count]) => sum + count, 0);
}
