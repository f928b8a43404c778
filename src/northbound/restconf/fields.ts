/** The "fields" query parameter (RFC 8040 4.8.3), resolved against the schema. */

import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";
import { invalidRequest } from "./restconf-error.js";

/**
 * Parses an expression such as "name;address(ip;prefix-length);ipv6/enabled" below `target` (undefined: the datastore).
 * Answers one path of names for each selected node, with the module name where it changes.
 *
 * Every name is looked up as it is read: an unknown one is refused with 400, and the depth of nesting is that of the schema.
 */
export function parseFields(
  expression: string,
  target: SchemaNode | undefined,
  schema: SchemaTree,
): readonly (readonly string[])[] {
  const parser = new FieldsParser(expression, schema);
  parser.parseAlternatives({ node: target, names: [] });
  parser.expectEnd();
  return [...parser.selected.values()];
}

/** Where in the schema a part of the expression starts, and the names that lead there from the target. */
interface Position {
  readonly node: SchemaNode | undefined;
  readonly names: readonly string[];
}

class FieldsParser {
  readonly selected = new Map<string, readonly string[]>();
  #at = 0;

  constructor(
    readonly expression: string,
    readonly schema: SchemaTree,
  ) {}

  /** alternatives = item *(";" item). The RFC's grammar ends after a group; "a(b);c" is read as it is meant. */
  parseAlternatives(from: Position): void {
    do {
      this.#parseItem(from);
    } while (this.#take(";"));
  }

  expectEnd(): void {
    if (this.#at < this.expression.length) throw this.#refusal(`unexpected "${this.expression[this.#at]}"`);
  }

  /** item = name *("/" name) ["(" alternatives ")"] */
  #parseItem(from: Position): void {
    let position = this.#parseName(from);
    while (this.#take("/")) position = this.#parseName(position);
    if (!this.#take("(")) {
      this.selected.set(position.names.join("/"), position.names);
      return;
    }
    this.parseAlternatives(position);
    if (!this.#take(")")) throw this.#refusal('")" is missing');
  }

  #parseName({ node: parent, names }: Position): Position {
    const pattern = /(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)/y;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.expression);
    if (match === null) throw this.#refusal("a name is missing");
    const module = match[1] ?? parent?.module;
    const name = match[2]!;
    const node = module === undefined ? undefined : this.schema.child(parent, module, name);
    if (node === undefined || !isDataNode(node)) throw this.#refusal(`there is no node "${match[0]}" there`);
    this.#at = pattern.lastIndex;
    return { node, names: [...names, node.module === parent?.module ? name : `${module}:${name}`] };
  }

  #take(character: string): boolean {
    if (this.expression[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #refusal(reason: string): Error {
    return invalidRequest(`"fields" cannot be understood at character ${this.#at + 1}: ${reason}`);
  }
}

function isDataNode(node: SchemaNode): boolean {
  return !["rpc", "action", "input", "output", "notification"].includes(node.kind);
}
