/** The YANG module of one .api file: an rpc for each request, a notification for each event. */

import type { ApiMessage } from "vpp-binapi-ts";
import { namespaceOf, prefixOf, yangName } from "../names.js";
import { answerFields, requestFields } from "../operation-fields.js";
import type { ApiOperation, OperationModule } from "../operations.js";
import type { Shape, ShapedField, ShapeOf } from "../shapes.js";
import { printStatement, type Statement, statement } from "./statement.js";
import { fieldStatement, groupingStatement, typedefStatement } from "./type-statements.js";

/** The modules are as old as the mapping; what VPP's file says stands in the description and in the content-id. */
export const REVISION = "2026-11-22";

export function moduleText(module: OperationModule, shapeOf: ShapeOf): string {
  const { api, name, operations, notifications } = module;
  const used = new UsedTypes();
  const body = [
    ...operations.map((operation) => rpcStatement(operation, shapeOf, used)),
    ...notifications.map((message) => notificationStatement(message, shapeOf, used)),
  ];
  return printStatement(
    statement("module", name, [
      statement("yang-version", "1.1"),
      statement("namespace", namespaceOf(name)),
      statement("prefix", prefixOf(api.name)),
      importOf("ietf-inet-types", "inet"),
      importOf("ietf-yang-types", "yang"),
      importOf("ietf-netconf-acm", "nacm"),
      importOf("sweetcomb-vpp-types", "vpp"),
      statement("organization", "Sweetcomb"),
      statement("contact", "https://fd.io"),
      statement("description", aboutModule(module)),
      statement("revision", REVISION, [statement("description", "The mapping of VPP's types to YANG.")]),
      ...used.statements(),
      ...body,
    ]),
  );
}

function importOf(module: string, prefix: string): Statement {
  return statement("import", module, [statement("prefix", prefix)]);
}

function aboutModule({ api }: OperationModule): string {
  return `Requests of ${api.name}.api as the connected VPP describes them: version ${api.version || "unknown"}, CRC ${api.crc}. Made when VPP is connected.`;
}

function rpcStatement({ request, answer }: ApiOperation, shapeOf: ShapeOf, used: UsedTypes): Statement {
  const input = requestFields({ request, answer }, shapeOf);
  const output = outputStatements(answer, shapeOf, used);
  return statement("rpc", yangName(request.name), [
    statement("nacm:default-deny-all"),
    statusOf(request),
    statement("description", aboutMessage(request)),
    input.length === 0 ? undefined : statement("input", undefined, used.fields(input)),
    output.length === 0 ? undefined : statement("output", undefined, output),
  ]);
}

function notificationStatement(event: ApiMessage, shapeOf: ShapeOf, used: UsedTypes): Statement {
  return statement("notification", yangName(event.name), [
    statement("nacm:default-deny-all"),
    statement("description", aboutMessage(event)),
    ...used.fields(shapeOf(event).fields),
  ]);
}

function statusOf({ options }: ApiMessage): Statement | undefined {
  return "deprecated" in options ? statement("status", "deprecated") : undefined;
}

function aboutMessage({ name, crc, options }: ApiMessage): string {
  const isUnfinished = "in_progress" in options || options.status === "in_progress";
  return `VPP message ${name}, CRC ${crc}.${isUnfinished ? " VPP calls it work in progress." : ""}`;
}

function outputStatements(answer: ApiOperation["answer"], shapeOf: ShapeOf, used: UsedTypes): readonly Statement[] {
  const { details, reply } = answerFields(answer, shapeOf);
  const list = details === undefined ? [] : [statement("list", "details", used.fields(details))];
  return [...list, ...used.fields(reply)];
}

/** Types that the messages of one module use; each is written once, after the types that it is made of. */
class UsedTypes {
  readonly #typedefs = new Map<string, Statement>();
  readonly #groupings = new Map<string, Statement>();

  fields(fields: readonly ShapedField[]): readonly Statement[] {
    for (const { shape } of fields) this.#add(shape);
    return fields.map(fieldStatement);
  }

  statements(): readonly Statement[] {
    return [...this.#typedefs.values(), ...this.#groupings.values()];
  }

  #add(shape: Shape): void {
    if (shape.kind === "array") this.#add(shape.element);
    if (shape.kind === "enum" || shape.kind === "bits") this.#typedefs.set(shape.name, typedefStatement(shape));
    if (shape.kind !== "struct" && shape.kind !== "union") return;
    if (this.#groupings.has(shape.name)) return;
    for (const field of shape.kind === "struct" ? shape.fields : shape.members) this.#add(field.shape);
    this.#groupings.set(shape.name, groupingStatement(shape));
  }
}
