/** A load balancer in front of the nodes looks at clients: addresses that are for some of them only have lists at its uplinks. */

import type { ObjectChange } from "../../datastore/southbound-port.js";
import {
  type DerivationRules,
  type DerivedUnit,
  type IncrementalDerivation,
  type Inputs,
  incremental,
} from "../incremental.js";
import { balancedWords, isFirstServed } from "./balanced.js";
import { dataPlaneOf } from "./data-plane.js";
import { externalAddresses, frontendsOf } from "./frontends.js";
import { nodeOf } from "./node.js";
import { CLUSTER_NODE_PATH, NODE_PATH, type ProxyNode, SERVICE_PATH, SETTINGS_PATH, type Service } from "./service.js";
import { guardedUplink, guardList, listFor, listNames, restList } from "./source-range-lists.js";
import { restrictedAddresses } from "./source-ranges.js";
import { concernsUplinks, UPLINK_INPUTS, uplinksOf, uplinkTrouble } from "./uplinks.js";

/** The part of what is attached to the uplinks. */
const UPLINKS = "uplinks";

/** Each list is a part, under its name, which is also the word by which the services that it speaks of are found. */
const rules: DerivationRules = {
  inputs: [NODE_PATH, SETTINGS_PATH, CLUSTER_NODE_PATH, SERVICE_PATH, ...UPLINK_INPUTS],
  words: { [SERVICE_PATH]: (service) => wordsOf(service as unknown as Service) },
  affected: (change, inputs) => {
    if (change.schemaPath === SERVICE_PATH) return ofService(change, inputs);
    if (UPLINK_INPUTS.includes(change.schemaPath) && !concernsUplinks(change, inputs)) return [];
    return [...listNames, UPLINKS];
  },
  compile: (part, inputs) => {
    const node = nodeOf(inputs);
    if (node.role !== "load-balancer" || uplinkTrouble(node, inputs) !== undefined) return [];
    return part === UPLINKS ? unitsOfUplinks(node, inputs) : unitsOfList(part, node, inputs);
  },
};

export function sourceRangeDerivation(): IncrementalDerivation {
  return incremental(rules);
}

function wordsOf(service: Service): readonly string[] {
  return [...balancedWords(externalAddresses(service), service), ...listsOf(service)];
}

/** Names of the lists that speak of a service. */
function listsOf(service: Service): readonly string[] {
  return [...new Set(restrictedAddresses(service).map(listFor))].sort();
}

/** Of two services with one address and port the first counts, so that a list may speak of another one. */
function ofService({ before, after }: ObjectChange, inputs: Inputs): readonly string[] {
  const [earlier = [], now = []] = [before, after].map((each) =>
    each === null ? [] : wordsOf(each as unknown as Service),
  );
  const sharing = [...new Set([...earlier, ...now])]
    .filter((word) => !listNames.includes(word))
    .flatMap((word) => Array.from(inputs.having(SERVICE_PATH, word), ([, service]) => service as unknown as Service));
  const lists = [before, after].flatMap((each) => (each === null ? [] : listsOf(each as unknown as Service)));
  const isOther = JSON.stringify(earlier) !== JSON.stringify(now);
  return [...lists, ...sharing.flatMap(listsOf), ...(isOther && lists.length > 0 ? [UPLINKS] : [])];
}

function unitsOfUplinks(node: ProxyNode, inputs: Inputs): readonly DerivedUnit[] {
  const lists = listNames.filter((name) => !isEmpty(inputs.having(SERVICE_PATH, name)));
  if (lists.length === 0) return [];
  const uplinks = uplinksOf(node).map((name) => guardedUplink(name, lists, SETTINGS_PATH));
  return [restList(SETTINGS_PATH), ...uplinks];
}

function isEmpty(found: Iterable<unknown>): boolean {
  for (const _ of found) return false;
  return true;
}

function unitsOfList(name: string, node: ProxyNode, inputs: Inputs): readonly DerivedUnit[] {
  const { refusal } = dataPlaneOf(node, inputs);
  const services = [...inputs.having(SERVICE_PATH, name)].sort(([one], [other]) => (one < other ? -1 : 1));
  const [first] = services;
  if (first === undefined) return [];
  const frontends = services.flatMap(([path, service]) =>
    frontendsOf(service as unknown as Service, node).flatMap((frontend) => {
      const { address, protocol, port, clients } = frontend;
      if (clients === undefined || listFor(address) !== name || refusal(frontend) !== undefined) return [];
      return isFirstServed(frontend, path, { node, inputs, refusal }) ? [{ address, protocol, port, clients }] : [];
    }),
  );
  return [guardList(name, frontends, first[0])];
}
