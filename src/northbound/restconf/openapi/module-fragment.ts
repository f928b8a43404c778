/** The part of a document that one tree of a module makes: its paths, and the components that they refer to. */

import type { DescribedModule, DescribedNode } from "../../../schema/described-module.js";
import type { SchemaTree } from "../../../schema/schema-tree.js";
import { isProtocolOperation } from "../operation-resource.js";
import { methodsOf } from "../resource-target.js";
import type { Method } from "../routes.js";
import { leafExample } from "./example.js";
import { invocation, operationsOf } from "./methods.js";
import { NodeSchemas } from "./node-schema.js";
import { componentName, dataChildren, isInSchemaOnly, memberName, textOf } from "./nodes.js";
import { parameterRef } from "./shared.js";
import { type Identities, typeSchema } from "./type-schema.js";

/** JSON text by name. */
export interface Fragment {
  readonly paths: ReadonlyMap<string, string>;
  readonly schemas: ReadonlyMap<string, string>;
  readonly parameters: ReadonlyMap<string, string>;
}

/** A place in the tree: how its URI begins, and the parameters in it. */
interface Place {
  readonly uri: string;
  readonly path: string;
  readonly parameters: readonly PathParameter[];
  readonly module: string | undefined;
  /** The nodes here are asked for. */
  readonly isWanted: boolean;
}

interface PathParameter {
  /** In braces in the URI; unique there. */
  readonly name: string;
  readonly component: string;
}

const methodsOfList: readonly Method[] = ["GET"];

/** Builds a fragment and pauses at every resource, so that whoever drives it can let others go first. */
export function* moduleFragment(
  { nodes, identities }: DescribedModule,
  schema: SchemaTree,
  /** Only the nodes of this module, and what is below them. Default: all. */
  only?: string,
): Generator<undefined, Fragment> {
  const writer = new FragmentWriter(identities, schema, only);
  const top: Place = { uri: "", path: "", parameters: [], module: undefined, isWanted: only === undefined };
  for (const node of nodes) yield* writer.write(node, top);
  return { paths: writer.paths, schemas: writer.schemas.components, parameters: writer.parameters };
}

class FragmentWriter {
  readonly paths = new Map<string, string>();
  readonly parameters = new Map<string, string>();
  readonly schemas: NodeSchemas;

  constructor(
    readonly identities: Identities,
    readonly schema: SchemaTree,
    readonly only: string | undefined,
  ) {
    this.schemas = new NodeSchemas(identities);
  }

  *write(node: DescribedNode, parent: Place): Generator<undefined, void> {
    if (isInSchemaOnly(node)) {
      for (const child of node.children) yield* this.write(child, parent);
      return;
    }
    const step = memberName(node, parent.module);
    const isWanted = parent.isWanted || node.module === this.only;
    const path = `${parent.path}/${step}`;
    const place: Place = { ...parent, uri: `${parent.uri}/${step}`, path, module: node.module, isWanted };
    if (node.kind === "rpc" || node.kind === "action") {
      if (isWanted) this.#writeOperation(node, place);
      yield;
    } else if (node.kind !== "notification") {
      yield* this.#writeData(node, place);
    }
  }

  *#writeData(node: DescribedNode, place: Place): Generator<undefined, void> {
    const isMany = node.kind === "list" || node.kind === "leaf-list";
    if (place.isWanted) this.#writeResource(node, place, isMany ? "all" : "one");
    const entry = isMany ? this.#entryOf(node, place) : place;
    // Without keys there are no entries to speak of, nor anything below them.
    if (entry === undefined) return;
    if (isMany && place.isWanted) this.#writeResource(node, entry, "entry");
    yield;
    const actions = node.children.filter(({ kind }) => kind === "action");
    for (const child of [...dataChildren(node), ...actions]) yield* this.write(child, entry);
  }

  #writeResource(node: DescribedNode, { uri, path, parameters }: Place, extent: "one" | "entry" | "all"): void {
    for (const root of ["data", "ds"] as const) {
      const methods = extent === "all" ? methodsOfList : this.#methods(path);
      const operations = operationsOf({ node, path, extent, methods, root }, this.schemas, this.identities);
      const names = [...(root === "ds" ? ["datastore"] : []), ...parameters.map(({ component }) => component)];
      const item = {
        summary: `${node.kind} ${node.name}${extent === "entry" ? ", one entry" : ""}`,
        ...textOf(node),
        ...(names.length > 0 ? { parameters: names.map(parameterRef) } : {}),
        ...operations,
      };
      this.paths.set(`/restconf/${root === "ds" ? "ds/{datastore}" : "data"}${uri}`, JSON.stringify(item));
    }
  }

  #methods(path: string): readonly Method[] {
    const node = this.schema.byPath(path);
    return methodsOf({ datastore: undefined, base: "", resource: { path, parent: "", node, single: true } });
  }

  #writeOperation(node: DescribedNode, { uri, path, parameters }: Place): void {
    if (node.kind === "rpc" && isProtocolOperation(node.module)) return;
    const root = node.kind === "rpc" ? "operations" : "data";
    const item = {
      summary: `${node.kind} ${node.name}`,
      ...(parameters.length > 0 ? { parameters: parameters.map(({ component }) => parameterRef(component)) } : {}),
      post: invocation(node, path, this.schemas, this.identities),
    };
    this.paths.set(`/restconf/${root}${uri}`, JSON.stringify(item));
  }

  #entryOf(node: DescribedNode, place: Place): Place | undefined {
    const keys = node.kind === "leaf-list" ? [node] : node.keys.map((key) => keyOf(node, key));
    if (keys.length === 0) return undefined;
    const parameters = keys.map((key) => this.#parameter(node, key, place));
    const values = parameters.map(({ name }) => `{${name}}`).join(",");
    return { ...place, uri: `${place.uri}=${values}`, parameters: [...place.parameters, ...parameters] };
  }

  #parameter(list: DescribedNode, key: DescribedNode, { path, parameters }: Place): PathParameter {
    const wanted = key === list ? key.name : `${list.name}-${key.name}`;
    const used = parameters.filter(({ name }) => name.replace(/\.\d+$/, "") === wanted).length;
    const name = used === 0 ? wanted : `${wanted}.${used + 1}`;
    const component = `${componentName(path)}.${key === list ? "value" : key.name}`;
    const example = leafExample(key, this.identities);
    const parameter = {
      name,
      in: "path",
      required: true,
      ...textOf(key),
      schema: key.type === undefined ? {} : typeSchema(key.type, key.module, this.identities),
      ...(example === undefined ? {} : { example }),
    };
    this.parameters.set(component, JSON.stringify(parameter));
    return { name, component };
  }
}

function keyOf(list: DescribedNode, name: string): DescribedNode {
  return list.children.find((child) => child.kind === "leaf" && child.name === name)!;
}
