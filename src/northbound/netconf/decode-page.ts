/** List pagination over NETCONF (draft-ietf-netconf-list-pagination-nc): what the container of a read says of its filter's list. */

import type { RpcDocument } from "../../operations/management.js";
import type { Selection } from "../../operations/operation.js";
import {
  type PageTexts,
  pageOfTexts,
  pageParameterNames,
  sublistLimitOf,
} from "../../operations/pages/page-parameters.js";
import { pageTarget } from "../../operations/pages/page-target.js";
import type { SchemaTree } from "../../schema/schema-tree.js";
import { parametersOf } from "./parameters.js";

const CONTAINER = "ietf-list-pagination-nc:list-pagination";

const DEFAULTS: Readonly<Record<string, string>> = {
  where: "unfiltered",
  "sort-by": "none",
  direction: "forwards",
  offset: "0",
  limit: "unbounded",
  "sublist-limit": "unbounded",
};

/**
 * The selection of a read, which becomes the path of the one list where a page is asked for.
 * @throws ManagementError as `pageOfTexts` and `pageTarget`
 */
export function withPage(rpc: RpcDocument, selection: Selection, schema: SchemaTree): Selection {
  const texts = pageTexts(rpc);
  const sublistLimit = sublistLimitOf(texts);
  const isPage = pageParameterNames.some((name) => texts.has(name));
  if (!isPage) return sublistLimit === undefined ? selection : { ...selection, sublistLimit };
  const { path, list } = pageTarget(selection.select, schema);
  return { ...selection, select: [path], page: pageOfTexts(texts, list, schema), sublistLimit };
}

/**
 * XPath has module names for prefixes already, as in the RFC 7951 form of xpath1.0. What the YANG module has for a default was not
 * said by the client, or says nothing.
 */
function pageTexts(rpc: RpcDocument): PageTexts {
  const texts = Object.entries(parametersOf(rpc, CONTAINER)).map(([name, value]) => [name, String(value)] as const);
  return new Map(texts.filter(([name, text]) => text !== DEFAULTS[name]));
}
