/** YANG statements as plain data, and their text (RFC 7950 6). */

export interface Statement {
  readonly keyword: string;
  readonly argument: string | undefined;
  readonly children: readonly Statement[];
}

/** Absent children are left out, so that a condition can stand in the list. */
export function statement(
  keyword: string,
  argument?: string,
  children: readonly (Statement | undefined)[] = [],
): Statement {
  return { keyword, argument, children: children.filter((child) => child !== undefined) };
}

/** Two blanks a level; arguments in double quotes where they are no plain word. */
export function printStatement({ keyword, argument, children }: Statement, indent = ""): string {
  const head = `${indent}${keyword}${argument === undefined ? "" : ` ${quoted(argument)}`}`;
  if (children.length === 0) return `${head};\n`;
  return `${head} {\n${children.map((child) => printStatement(child, `${indent}  `)).join("")}${indent}}\n`;
}

function quoted(argument: string): string {
  if (/^[\w.:@-]+$/.test(argument)) return argument;
  return `"${argument.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\t", "\\t")}"`;
}
