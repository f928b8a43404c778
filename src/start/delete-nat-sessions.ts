/** The action delete-sessions of sweetcomb-nat over VPP's messages. */

import { type InstanceValue, pluginOf } from "../../translators/nat/instance.js";
import { deleteNat44Sessions, type WantedSessions } from "../../translators/nat/nat44/delete-sessions.js";
import type { Datastores } from "../datastore/datastores.js";
import { ManagementError } from "../errors/management-error.js";
import type { RpcHandler } from "../operations/invoke.js";
import type { ConnectedSouthbound } from "../southbound/connect.js";
import { callFailure, vppIsAway } from "../vpp-api/call-failure.js";

type Input = WantedSessions & { readonly vrf?: string };

/** Asks running which plugin the instance is, and what number a VRF has. */
export function deleteNatSessions({ engine }: Datastores, southbound: ConnectedSouthbound): RpcHandler {
  return async ({ path, input }) => {
    const vpp = southbound.vpp;
    if (vpp === undefined) throw vppIsAway();
    const instancePath = path.slice(0, path.lastIndexOf("/"));
    const instance = await instanceAt(engine, instancePath);
    const plugin = instance && pluginOf(instance);
    if (plugin !== "nat44-ed" && plugin !== "nat44-ei") {
      throw new ManagementError("operation-not-supported", { path, message: "Sessions of NAT44 only can be deleted" });
    }
    const { vrf, ...wanted } = input as unknown as Input;
    const tableId = vrf === undefined ? undefined : await tableOf(engine, vrf);
    try {
      return { deleted: await deleteNat44Sessions(vpp, plugin, wanted, tableId) };
    } catch (failure) {
      throw callFailure(plugin === "nat44-ed" ? "nat44_del_session" : "nat44_ei_del_session", failure);
    }
  };
}

type Engine = Datastores["engine"];

async function instanceAt(engine: Engine, path: string): Promise<InstanceValue | undefined> {
  const [entry] = await entriesAt<InstanceValue>(engine, path);
  // An identity of the leaf's own module need not name it (RFC 7951 6.8).
  return entry && { ...entry, type: entry.type.includes(":") ? entry.type : `ietf-nat:${entry.type}` };
}

async function tableOf(engine: Engine, vrf: string): Promise<number | undefined> {
  type Vrf = { readonly name: string; readonly ipv4?: { readonly "table-id": number } };
  const vrfs = await entriesAt<Vrf>(engine, "/sweetcomb-routing:vrfs/vrf");
  return vrfs.find(({ name }) => name === vrf)?.ipv4?.["table-id"];
}

/** Entries of a list in running. */
async function entriesAt<Entry>(engine: Engine, path: string): Promise<readonly Entry[]> {
  const document = await engine.subtree(path);
  if (document === undefined) return [];
  const [entries] = Object.values(JSON.parse(Buffer.from(document).toString()) as Record<string, readonly Entry[]>);
  return entries ?? [];
}
