/** Content of a request that is at a URL (RFC 6241 8.8): a document whose one element is <config>. */

import { managementError } from "../../datastore/engine-errors.js";
import { errorsOf, ManagementError, ManagementErrors } from "../../errors/management-error.js";
import type { OperationContext } from "../context.js";
import type { Content, Operation } from "../operation.js";
import { asking } from "./configuration-urls.js";

export type AtUrl = Extract<Operation, { kind: "content-at-url" }>;

const NETCONF = "urn:ietf:params:xml:ns:netconf:base:1.0";
/** What the document is read as. */
const READ_AS = "/ietf-netconf:edit-config";

/** The parameter that names the URL. */
const parameters: Readonly<Record<AtUrl["rpc"], string>> = {
  "edit-config": "/ietf-netconf:edit-config/url",
  "edit-data": "/ietf-netconf-nmda:edit-data/url",
  "copy-config": "/ietf-netconf:copy-config/source/url",
  validate: "/ietf-netconf:validate/source/url",
};

/** Fetches the document and hands it to `use` as content of a request. What is found wrong in it is told with its URL. */
export async function withContentAt<Result>(
  context: OperationContext,
  operation: AtUrl,
  use: (content: Content) => Promise<Result>,
): Promise<Result> {
  const { engine } = context.datastores;
  const text = Buffer.from(await asking(context, (urls) => urls.read(operation.url))).toString("utf8");
  const { document, errors, contents } = await engine.decodeRpc(Buffer.from(requestAround(text)));
  try {
    if (errors?.[0] !== undefined) throw inDocument(managementError(errors[0]), operation);
    if (!contents.includes("config")) throw noConfiguration(operation, "It holds something else");
    return await use({ kind: "rpc-parameter", document, parameter: "config" });
  } catch (failure) {
    throw withUrl(failure, operation);
  } finally {
    await engine.releaseRpc(document);
  }
}

/**
 * As the parameter of an operation a document is read like one that came with the request, attributes of edits included. All other
 * parameters are there already, so that nothing else can stand in the document.
 */
function requestAround(text: string): string {
  const document = text.replace(/^\uFEFF?\s*(?:<\?xml[^>]*\?>)?/, "");
  const others =
    "<target><running/></target><default-operation>merge</default-operation><test-option>set</test-option><error-option>stop-on-error</error-option>";
  return `<rpc xmlns="${NETCONF}" message-id="url"><edit-config>${others}${document}</edit-config></rpc>`;
}

/** An error at a node of the configuration is that; any other says that the document is none. */
function inDocument(error: ManagementError, operation: AtUrl): ManagementError {
  const { path, message } = error.details;
  const isAtNode = path !== undefined && !path.startsWith(READ_AS);
  return isAtNode || error.tag === "resource-denied" ? error : noConfiguration(operation, message);
}

function noConfiguration({ rpc }: AtUrl, reason: string): ManagementError {
  const message = `The document is no <config> of ${NETCONF}: ${reason}`;
  return new ManagementError("invalid-value", { path: parameters[rpc], message, badElement: "url" });
}

/** Errors without a place are about the request, such as a lock that others hold. */
function withUrl(failure: unknown, { url }: AtUrl): unknown {
  if (!(failure instanceof ManagementError || failure instanceof ManagementErrors)) return failure;
  const [first, ...others] = errorsOf(failure).map((error) => {
    const { details, message, type } = error;
    if (details.path === undefined) return error;
    return new ManagementError(error.tag, { ...details, type, message: `${url}: ${message}` });
  });
  return first !== undefined && others.length > 0 ? new ManagementErrors([first, ...others]) : first;
}
