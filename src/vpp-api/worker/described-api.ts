/** One VPP's description of its API: its operations by path, the texts of its modules, the codecs of its messages. */

import { createHash } from "node:crypto";
import {
  type AnyMessage,
  type ApiDescription,
  type ApiMessage,
  compileApi,
  describeWholeApi,
  parseApiDescription,
  toApiJson,
} from "vpp-binapi-ts";
import { apiModules } from "vpp-binapi-ts/api";
import { namespaceOf, prefixOf, yangName } from "../names.js";
import { answerFields, requestFields } from "../operation-fields.js";
import { type ApiOperation, type OperationModule, operationModules } from "../operations.js";
import { type ShapedField, shapes } from "../shapes.js";
import { moduleText, REVISION } from "../yang/module-text.js";
import { messageName } from "./message-name.js";
import type { Catalogue, CatalogueModule } from "./protocol.js";

export interface DescribedOperation extends ApiOperation {
  /** Name of its YANG module. */
  readonly module: string;
}

export interface DescribedEvent {
  /** "/module:notification". */
  readonly path: string;
  /** Name of its YANG module. */
  readonly module: string;
  readonly message: ApiMessage;
}

export class DescribedApi {
  readonly #modules: readonly OperationModule[];
  readonly #operations: ReadonlyMap<string, DescribedOperation>;
  readonly #events: ReadonlyMap<string, DescribedEvent>;
  readonly #shapeOf: ReturnType<typeof shapes>;
  readonly #codec: ReturnType<typeof compileApi>;

  /**
   * @param json what `get_api_json` answered; without it the messages that this server itself uses are known, as far as VPP
   * has them in the same version
   * @param loaded messages of VPP's table, as `name_crc`
   */
  constructor(json: string | undefined, loaded: ReadonlySet<string>) {
    const description = describe(json);
    this.#modules = operationModules(description, loaded);
    this.#operations = new Map(
      this.#modules.flatMap(({ name, operations }) =>
        operations.map((operation) => [operation.path, { ...operation, module: name }] as const),
      ),
    );
    const events = this.#modules.flatMap(({ name: module, notifications }) =>
      notifications.map((message) => ({ path: `/${module}:${yangName(message.name)}`, module, message })),
    );
    this.#events = new Map(events.map((event) => [event.path, event]));
    this.#shapeOf = shapes(description.modules);
    this.#codec = compileApi(description);
  }

  catalogue(): Catalogue {
    const messages = this.#modules.flatMap(({ operations, notifications }) => [
      ...operations.map(({ request }) => request),
      ...notifications,
    ]);
    const contentId = createHash("sha256").update(messages.map(({ name, crc }) => `${name}_${crc}`).join("\n"));
    return {
      modules: this.#modules.map(describeModule),
      events: [...this.#events.values()].map(({ path, message }) => ({ path, message: messageName(message) })),
      contentId: contentId.digest("hex").slice(0, 8),
    };
  }

  /** Throws for a path that is not in the catalogue. */
  operation(path: string): DescribedOperation {
    const operation = this.#operations.get(path);
    if (operation === undefined) throw new Error(`VPP has no operation ${path}`);
    return operation;
  }

  /** Throws for a path that is not in the catalogue. */
  event(path: string): DescribedEvent {
    const event = this.#events.get(path);
    if (event === undefined) throw new Error(`VPP has no event ${path}`);
    return event;
  }

  moduleText(name: string): string | undefined {
    const module = this.#modules.find((candidate) => candidate.name === name);
    return module && moduleText(module, this.#shapeOf);
  }

  requestFields(operation: ApiOperation): readonly ShapedField[] {
    return requestFields(operation, this.#shapeOf);
  }

  eventFields({ message }: DescribedEvent): readonly ShapedField[] {
    return this.#shapeOf(message).fields;
  }

  answerFields({ answer }: ApiOperation): ReturnType<typeof answerFields> {
    return answerFields(answer, this.#shapeOf);
  }

  codecOf({ name }: ApiMessage): AnyMessage {
    const message = this.#codec.message(name);
    if (message === undefined) throw new Error(`VPP's description has no message ${name}`);
    return message;
  }
}

function describe(json: string | undefined): ApiDescription {
  return json === undefined ? parseApiDescription(toApiJson(apiModules)) : describeWholeApi(json);
}

function describeModule({ name, api, operations, notifications }: OperationModule): CatalogueModule {
  return {
    name,
    revision: REVISION,
    namespace: namespaceOf(name),
    prefix: prefixOf(api.name),
    implemented: true,
    generated: true,
    features: [],
    deviatedBy: [],
    submodules: [],
    rpcs: operations.map(({ request }) => yangName(request.name)),
    notifications: notifications.map((event) => yangName(event.name)),
  };
}
