// The context with the test modules of configuration trees, and trees in it.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { ConfigTree, EditOptions } from "../../../src/config-tree/index.js";
import { type LibyangInstance, loadLibyang, YangContext } from "../../../src/index.js";

export const yangFolder = fileURLToPath(new URL("../../../../test/config-tree/yang/", import.meta.url));

export const namespaces =
  'xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0" xmlns:yang="urn:ietf:params:xml:ns:yang:1"';

/** Runs a body with a context of services, site and site-power; expects everything to be released at its end. */
export async function withLab(body: (context: YangContext, instance: LibyangInstance) => void): Promise<void> {
  const instance = await loadLibyang();
  {
    using context = new YangContext(instance, { searchDirs: [yangFolder], resolve: ietfNetconf, noYangLibrary: true });
    for (const module of ["ietf-netconf", "services", "site", "site-power"]) context.loadModule(module);
    body(context, instance);
  }
  assert.equal(instance.liveHandles, 0, "handles are alive at the end of the test");
}

/** An edit-config content in XML; the top elements get the namespaces of the attributes. */
export function edit(tree: ConfigTree, xml: string, options: EditOptions = {}) {
  const withNamespaces = xml.replace(/<(\w[\w-]*) xmlns=/g, `<$1 ${namespaces} xmlns=`);
  return tree.edit(tree.context.parseData(withNamespaces, "xml", { opaque: true }), options);
}

/** The whole tree as text, defaults tagged by being there. */
export function dump(tree: ConfigTree): string {
  return Buffer.from(tree.print("json", { withDefaults: "all" })).toString("utf8");
}

/** What was configured, without defaults, as an object. */
export function configured(tree: ConfigTree): unknown {
  const text = Buffer.from(tree.print("json")).toString("utf8");
  return text === "" ? {} : JSON.parse(text);
}

/** libyang adds the attributes of edit-config to a module of this name; the operations of the real one are not wanted. */
const ietfNetconfText = `module ietf-netconf {
  yang-version 1.1; namespace "urn:ietf:params:xml:ns:netconf:base:1.0"; prefix nc; feature xpath;
}`;

function ietfNetconf({ module }: { module: string }) {
  return module === "ietf-netconf" ? { text: ietfNetconfText, format: "yang" as const } : undefined;
}
