/** The order of texts in a locale (draft-ietf-netconf-list-pagination 3.1.3). */

/** Where no locale is asked for: the characters decide, the same on every machine. */
export const DEFAULT_LOCALE = "C";

/** Whether texts can be sorted in a locale, such as "sv_SE" or "sv-SE.UTF-8". */
export function isLocale(locale: string): boolean {
  return isByCharacter(locale) || languageTag(locale) !== undefined;
}

/** Compares two texts: below 0, the first one comes first. */
export function collation(locale: string): (one: string, other: string) => number {
  const tag = isByCharacter(locale) ? undefined : languageTag(locale);
  if (tag === undefined) return (one, other) => (one < other ? -1 : one > other ? 1 : 0);
  return new Intl.Collator(tag).compare;
}

function isByCharacter(locale: string): boolean {
  return /^(C|POSIX)(\.UTF-8)?$/i.test(locale);
}

/** Undefined where there are no rules for the language. */
function languageTag(locale: string): string | undefined {
  try {
    return Intl.Collator.supportedLocalesOf(locale.replace(/\.UTF-8$/i, "").replaceAll("_", "-"))[0];
  } catch {
    return undefined;
  }
}
