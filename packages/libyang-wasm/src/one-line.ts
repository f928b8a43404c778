// libyang tells of a union on a line for each of its types.

/** A message in one line, without libyang's own names of the types: those say nothing to who wrote the value. */
export function inOneLine(message: string): string {
  return message.replace(/\n\s*libyang 2 - [^:\n]*: /g, " ").trimEnd();
}
