/** What the tests read out of the documents: fenced blocks, sessions and tables. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const projectRoot = fileURLToPath(new URL("../../../", import.meta.url));

/** @param path from the root of the project, such as "docs/errors.md" */
export function readDocument(path: string): string {
  return readFileSync(`${projectRoot}${path}`, "utf8");
}

export interface Block {
  /** The words behind the opening fence: ["sh", "session"]. */
  readonly info: readonly string[];
  readonly lines: readonly string[];
}

/** The fenced code blocks of a document, in order. */
export function codeBlocks(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, info = "", text = ""]) => ({
    info: info.split(" ").filter((word) => word !== ""),
    lines: text.split("\n").slice(0, -1),
  }));
}

export interface Step {
  /** What is typed, without the prompts. */
  readonly command: string;
  /** What is shown. */
  readonly output: string;
}

/** A terminal session: "$ " stands before a command, "> " before its further lines, nothing before what is printed. */
export function sessionSteps(lines: readonly string[]): readonly Step[] {
  const steps: { command: string; output: string }[] = [];
  for (const line of lines) {
    const last = steps.at(-1);
    if (line.startsWith("$ ")) steps.push({ command: line.slice(2), output: "" });
    else if (last === undefined) throw new Error(`a session begins with a command, and not with: ${line}`);
    else if (line.startsWith("> ")) last.command += `\n${line.slice(2)}`;
    else last.output += `${line}\n`;
  }
  return steps;
}

/**
 * The rows of the first table behind a heading, without the table's own head.
 * @param heading a line of the document: "## Statuses"
 */
export function tableBehind(markdown: string, heading: string): readonly (readonly string[])[] {
  const lines = markdown.split("\n");
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`there is no heading "${heading}"`);
  const first = lines.findIndex((line, index) => index > start && line.startsWith("|"));
  const length = lines.slice(first).findIndex((line) => !line.startsWith("|"));
  const end = length < 0 ? lines.length : first + length;
  return lines.slice(first + 2, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
