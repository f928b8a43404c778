/** Patterns of YANG (RFC 7950 9.4.5: XML Schema's) as those of JSON Schema (ECMAScript's, with the flag "u"). */

/** XML Schema's classes in the words of ECMAScript. */
const classes: Readonly<Record<string, string>> = {
  d: "\\d",
  D: "\\D",
  s: " \\t\\n\\r",
  w: "\\p{L}\\p{M}\\p{N}\\p{S}",
};

const kept = new Set(["n", "r", "t", "\\", ".", "?", "*", "+", "(", ")", "[", "]", "{", "}", "|", "^", "$", "/"]);

/** Undefined for what ECMAScript cannot say: classes with something taken out, blocks of Unicode, names of XML. */
export function ecmaPattern(expression: string): string | undefined {
  let text = "";
  let isInClass = false;
  for (let at = 0; at < expression.length; at++) {
    const character = expression[at]!;
    if (character === "\\") {
      const escaped = readEscape(expression, at, isInClass);
      if (escaped === undefined) return undefined;
      text += escaped.text;
      at = escaped.end;
    } else if (isInClass) {
      if (character === "[") return undefined;
      if (character === "]") isInClass = false;
      text += classCharacter(expression, at);
    } else {
      if (character === "[") isInClass = true;
      // Neither is an anchor in XML Schema, where a pattern always speaks of the whole value.
      text += character === "^" || character === "$" ? `\\${character}` : character;
    }
  }
  const anchored = `^(?:${text})$`;
  return isExpression(anchored) ? anchored : undefined;
}

function readEscape(expression: string, at: number, isInClass: boolean): { text: string; end: number } | undefined {
  const letter = expression[at + 1] ?? "";
  if (letter === "p" || letter === "P") {
    const property = /^\\[pP]\{[A-Z][a-z]?\}/.exec(expression.slice(at))?.[0];
    return property === undefined ? undefined : { text: property, end: at + property.length - 1 };
  }
  const end = at + 1;
  if (letter === "i" || letter === "c" || letter === "I" || letter === "C") return undefined;
  if (letter === "S" || letter === "W") {
    if (isInClass) return undefined;
    return { text: `[^${classes[letter.toLowerCase()]}]`, end };
  }
  const known = classes[letter];
  if (known !== undefined) return { text: isInClass || known.length === 2 ? known : `[${known}]`, end };
  if (letter === "-") return { text: isInClass ? "\\-" : "-", end };
  return { text: kept.has(letter) ? `\\${letter}` : letter, end };
}

/** A hyphen that is no range has to be escaped beside a class such as \d. */
function classCharacter(expression: string, at: number): string {
  const character = expression[at]!;
  const isEdge = expression[at + 1] === "]" || /\[\^?$/.test(expression.slice(Math.max(0, at - 2), at));
  if (character === "-") return isEdge || /\\[dDswSW]$/.test(expression.slice(Math.max(0, at - 2), at)) ? "\\-" : "-";
  if (character === "^") return expression[at - 1] === "[" ? "^" : "\\^";
  return character;
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(text, "u") !== undefined;
  } catch {
    return false;
  }
}
