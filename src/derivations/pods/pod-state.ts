/** /sweetcomb-pod:pods-state: which pods are attached, and what is missing. */

import type { StateProvider } from "../../datastore/southbound-port.js";
import type { Circumstances } from "../circumstances.js";
import type { IncrementalDerivation } from "../incremental.js";
import { nodeOf } from "../services/node.js";
import type { Trouble } from "../trouble.js";
import { POD_PATH, type Pod } from "./pod.js";
import { interfacePath, isAttachable, isMadeHere, podSettingsOf, sourcesOf } from "./pod-derivation.js";

/** As the model has it (RFC 7951). */
export interface PodState {
  readonly namespace: string;
  readonly name: string;
  readonly attached: boolean;
  readonly trouble: readonly Trouble[];
}

type Parts = Pick<IncrementalDerivation, "held"> & Partial<Circumstances>;

export function podsState(parts: Parts): StateProvider {
  return {
    topLevel: ["sweetcomb-pod:pods-state"],
    read: async () => {
      const pod = Array.from(parts.held.all(POD_PATH), ([path]) => stateOfAttachment(path, parts));
      return pod.length === 0 ? {} : { "sweetcomb-pod:pods-state": { pod } };
    },
  };
}

/** @param path instance path of the pod; undefined is returned for one that is not there */
export function stateOfAttachment(path: string, { held, isOverruled }: Parts): PodState | undefined {
  const pod = held.get(POD_PATH, path) as Pod | undefined;
  if (pod === undefined) return undefined;
  const { namespace, name, interface: ofPod, address = [] } = pod;
  const attached = isAttachable(pod, held);
  const settings = podSettingsOf(held);
  const missing = isMadeHere(pod) ? settings.lender : ofPod;
  const trouble: Trouble[] = [];
  if (ofPod !== undefined && !attached) {
    trouble.push({ reason: "no-interface", text: `Interface ${missing} is not configured.` });
  }
  if (ofPod !== undefined && isMadeHere(pod) && isOverruled?.(interfacePath(ofPod))) {
    trouble.push({ reason: "overruled", text: `Other configuration says how interface ${ofPod} is made.` });
  }
  if (attached && address.length === 0) {
    trouble.push({ reason: "no-address", text: "The pod has no address, so no route leads to it." });
  }
  const node = nodeOf(held);
  if (attached && node["data-plane"] !== "nat44-ed" && sourcesOf(settings, node).length === 0) {
    const text = "No source address is configured: connections to the outside and to the pod itself keep their source.";
    trouble.push({ reason: "source-address", text });
  }
  return { namespace, name, attached: attached && address.length > 0, trouble };
}
