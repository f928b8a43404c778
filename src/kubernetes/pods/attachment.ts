/**
 * How a pod is attached to VPP. Its annotations say it, or the configuration for all pods: the controller never guesses, for an
 * interface of VPP may as well be the way to the rest of the world.
 */

import { posix } from "node:path";
import type { Pod } from "../objects.js";

const LONGEST_INTERFACE = 63;
const LONGEST_MEMIF_SOCKET = 107;
const LONGEST_NAMESPACE_PATH = 63;
const LONGEST_DEVICE = 15;
const LARGEST_ID = 2 ** 32 - 1;

export const ANNOTATIONS = {
  interface: "sweetcomb.io/interface",
  memif: "sweetcomb.io/memif",
  memifId: "sweetcomb.io/memif-id",
  vhostUser: "sweetcomb.io/vhost-user",
  tap: "sweetcomb.io/tap",
  tapDevice: "sweetcomb.io/tap-device",
} as const;

export interface AttachmentSettings {
  /** Whether annotations of pods count. Who may annotate pods chooses interfaces and sockets then. */
  readonly annotations: boolean;
  /** Name of a pod's interface with {namespace}, {name} and {uid}; null: only pods with an annotation are attached. */
  readonly interfaceName: string | null;
  /** Interfaces that annotations may name begin with this. */
  readonly interfacePrefix: string;
  /** Sockets of pods are below this folder. */
  readonly socketFolder: string;
}

export interface Attachment {
  readonly interface: string;
  /** Members of the choice `attachment` of sweetcomb-pod; empty: the interface is there already. */
  readonly choice: Readonly<Record<string, unknown>>;
}

/** Undefined for a pod that has nothing to do with VPP. @param tell hears of annotations that are not obeyed */
export function attachmentOf(
  pod: Pod,
  settings: AttachmentSettings,
  tell: (message: string) => void = () => undefined,
): Attachment | undefined {
  const annotations = settings.annotations ? (pod.metadata?.annotations ?? {}) : {};
  const annotated = annotations[ANNOTATIONS.interface];
  const name = annotated ?? nameFrom(settings.interfaceName, pod);
  if (name === undefined) return undefined;
  if (name.length === 0 || name.length > LONGEST_INTERFACE) {
    tell(`the interface name "${name}" is empty or longer than ${LONGEST_INTERFACE}`);
    return undefined;
  }
  if (annotated !== undefined && !annotated.startsWith(settings.interfacePrefix)) {
    tell(`the interface "${annotated}" does not begin with "${settings.interfacePrefix}"`);
    return undefined;
  }
  return { interface: name, choice: choiceOf(annotations, settings, tell) };
}

function nameFrom(template: string | null, { metadata = {} }: Pod): string | undefined {
  return template?.replace(
    /\{(namespace|name|uid)\}/g,
    (_, word: "namespace" | "name" | "uid") => metadata[word] ?? "",
  );
}

function choiceOf(
  annotations: Readonly<Record<string, string>>,
  settings: AttachmentSettings,
  tell: (message: string) => void,
): Attachment["choice"] {
  const given = [ANNOTATIONS.memif, ANNOTATIONS.vhostUser, ANNOTATIONS.tap].filter((name) => annotations[name]);
  const [first] = given;
  if (first === undefined) return {};
  if (given.length > 1) {
    tell(`only one of ${given.join(", ")} can be meant`);
    return {};
  }
  const value = annotations[first]!;
  if (first === ANNOTATIONS.tap) return tap(value, annotations[ANNOTATIONS.tapDevice], tell);
  if (!isSocket(value, settings.socketFolder)) {
    tell(`the socket "${value}" is not below ${settings.socketFolder}, or too long`);
    return {};
  }
  return first === ANNOTATIONS.vhostUser
    ? { "vhost-user": { socket: value } }
    : memif(value, annotations[ANNOTATIONS.memifId], tell);
}

function memif(socket: string, id: string | undefined, tell: (message: string) => void): Attachment["choice"] {
  if (id === undefined) return { memif: { socket } };
  if (!/^\d{1,10}$/.test(id) || Number(id) > LARGEST_ID) {
    tell(`"${id}" is no number of a memif`);
    return {};
  }
  return { memif: { socket, id: Number(id) } };
}

function tap(path: string, device: string | undefined, tell: (message: string) => void): Attachment["choice"] {
  const isKnown = /^\/(proc\/\d+\/ns\/net|(var\/)?run\/netns\/[\w.-]+)$/.test(path);
  if (!isKnown || path.length > LONGEST_NAMESPACE_PATH || (device?.length ?? 0) > LONGEST_DEVICE) {
    tell(`"${path}" is no path of a network namespace, or the device's name is too long`);
    return {};
  }
  return { tap: { "namespace-path": path, ...(device !== undefined && device !== "" && { device }) } };
}

function isSocket(path: string, folder: string): boolean {
  return path.length <= LONGEST_MEMIF_SOCKET && posix.normalize(path) === path && path.startsWith(`${folder}/`);
}
