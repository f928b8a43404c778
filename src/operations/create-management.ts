/** The operations behind one door: permitted first, then done. */

import { managementError } from "../datastore/engine-errors.js";
import { describeModule } from "../schema/describe-module.js";
import { requireInstance } from "./action-instance.js";
import { auditedOperation } from "./audit/audited-operation.js";
import { capabilities } from "./capabilities.js";
import { cancelCommit, commit, discard, validate } from "./commit.js";
import type { OperationContext } from "./context.js";
import { copyConfig, deleteConfig } from "./copy-config.js";
import { edit } from "./edit.js";
import { entityOf } from "./entity.js";
import { errorsOfReader } from "./errors-of-reader.js";
import { subscribe } from "./events/subscribe.js";
import { get, getConfig, getData } from "./get.js";
import { getSchema } from "./get-schema.js";
import { invoke } from "./invoke.js";
import { killSession } from "./kill-session.js";
import { lock, unlock } from "./lock.js";
import type { Management, RpcDocument, Session } from "./management.js";
import type { Answer, Operation } from "./operation.js";
import { inPrivateCandidate } from "./private-candidate.js";
import { readResource } from "./read-resource.js";
import { readSubscription } from "./subscriptions/read-subscription.js";
import { withContentAt } from "./url/content-at-url.js";
import { copyToUrl, deleteUrl } from "./url/url-operations.js";
import { patchResource, writeResource } from "./write-resource.js";

export function createManagement(context: OperationContext): Management {
  const { datastores, sessions } = context;
  return {
    get schema() {
      return context.schema;
    },
    openSession: (request) => sessions.open(request),
    decodeRpc: async (bytes) => {
      const { errors, text = bytes, ...document } = await datastores.engine.decodeRpc(bytes);
      const unknown = errors?.find(({ tag }) => tag === "unknown-namespace")?.badNamespace;
      const generated = unknown && (await context.generatedOperations?.decodeRpc(text, unknown));
      return generated || ({ ...document, errors: errors?.map(managementError), text: errors && text } as RpcDocument);
    },
    releaseRpc: (document) => {
      if (document !== 0) datastores.engine.releaseRpc(document).catch(() => undefined);
    },
    execute: async (session, operation, notes) => {
      const audited = context.audit && auditedOperation(operation);
      const work = () => execute(context, session, operation);
      try {
        return await (audited === undefined ? work() : context.audit!.run(session, audited, notes, work));
      } catch (failure) {
        throw errorsOfReader(failure, (path) => context.permissions.hides(session, path));
      }
    },
    entity: () => entityOf(context, ""),
    describeModule: async (name) =>
      (await describeModule((from) => datastores.engine.describePiece(name, from))) ??
      context.generatedOperations?.describeModule(name),
    capabilities: () => capabilities(context.schema, context.urls?.schemes),
  };
}

/** Module and name of the rpc that NACM is asked about; undefined where the data rules alone decide (RESTCONF resources). */
function rpcOf(operation: Operation): readonly [module: string, rpc: string] | undefined {
  switch (operation.kind) {
    case "read-resource":
    case "write-resource":
    case "patch-resource":
    case "read-subscription":
      return undefined;
    case "get-data":
      return ["ietf-netconf-nmda", "get-data"];
    case "get-schema":
      return ["ietf-netconf-monitoring", "get-schema"];
    case "edit":
      return operation.rpc === "edit-data" ? ["ietf-netconf-nmda", "edit-data"] : ["ietf-netconf", "edit-config"];
    case "content-at-url":
      return [operation.rpc === "edit-data" ? "ietf-netconf-nmda" : "ietf-netconf", operation.rpc];
    case "copy-to-url":
      return ["ietf-netconf", "copy-config"];
    case "delete-url":
      return ["ietf-netconf", "delete-config"];
    case "subscribe":
      return ["notifications", "create-subscription"];
    case "invoke": {
      const [, module, rpc] = /^\/([\w.-]+):([\w.-]+)$/.exec(operation.path) ?? [];
      return module === undefined ? undefined : [module, rpc!];
    }
    default:
      return ["ietf-netconf", operation.kind];
  }
}

async function execute(context: OperationContext, session: Session, operation: Operation): Promise<Answer> {
  const rpc = rpcOf(operation);
  if (rpc !== undefined) {
    const [module, name] = rpc;
    context.permissions.requireExecute(session, module, name, context.schema.byPath(`/${module}:${name}`));
  } else if (operation.kind === "invoke") {
    context.permissions.requireAction(session, operation.path);
    await requireInstance(context, session, operation.path);
  }
  const carriedOut = inPrivateCandidate(context, session, operation, (inside) => carryOut(inside, session, operation));
  return carriedOut ?? carryOut(context, session, operation);
}

async function carryOut(context: OperationContext, session: Session, operation: Operation): Promise<Answer> {
  switch (operation.kind) {
    case "get":
      return get(context, session, operation);
    case "get-config":
      return getConfig(context, session, operation);
    case "get-data":
      return getData(context, session, operation);
    case "edit":
      return edit(context, session, operation);
    case "copy-config":
      return copyConfig(context, session, operation);
    case "delete-config":
      return deleteConfig(context, session, operation);
    case "content-at-url":
      return withContentAt(context, operation, (content) => execute(context, session, operation.operation(content)));
    case "copy-to-url":
      return copyToUrl(context, session, operation);
    case "delete-url":
      return deleteUrl(context, operation.url);
    case "lock":
      return lock(context, session, operation);
    case "unlock":
      return unlock(context, session, operation);
    case "validate":
      return validate(context, operation);
    case "commit":
      return commit(context, session, operation);
    case "cancel-commit":
      return cancelCommit(context, session, operation);
    case "discard-changes":
      return discard(context, session);
    case "kill-session":
      return killSession(context, session, operation);
    case "get-schema":
      return getSchema(context, operation);
    case "read-resource":
      return readResource(context, session, operation);
    case "write-resource":
      return writeResource(context, session, operation);
    case "patch-resource":
      return patchResource(context, session, operation);
    case "subscribe":
      return subscribe(context, session, operation);
    case "read-subscription":
      return readSubscription(context, session, operation);
    case "invoke":
      return invoke(context, session, operation);
  }
}
