/** The errors of a NETCONF reply as plain data, for tests that compare them with what an RFC wants. */

export interface RpcError {
  readonly type: string;
  readonly tag: string;
  readonly appTag: string | undefined;
  /** Without prefixes. */
  readonly path: string | undefined;
  readonly message: string | undefined;
  /** Elements of error-info in their order, "bad-element=x". Paths are without prefixes. */
  readonly info: readonly string[];
}

function rpcErrors(reply: string): readonly RpcError[] {
  return [...reply.matchAll(/<rpc-error>(.*?)<\/rpc-error>/gs)].map(([, error = ""]) => {
    const textOf = (name: string) => new RegExp(`<${name}(?: [^>]*)?>(.*?)</${name}>`, "s").exec(error)?.[1];
    return {
      type: textOf("error-type") ?? "",
      tag: textOf("error-tag") ?? "",
      appTag: textOf("error-app-tag"),
      path: withoutPrefixes(textOf("error-path")),
      message: textOf("error-message"),
      info: [...(textOf("error-info") ?? "").matchAll(/<([\w-]+)[^>]*>(.*?)<\/\1>/gs)].map(
        ([, name, text]) => `${name}=${withoutPrefixes(text)}`,
      ),
    };
  });
}

/** The one error of a reply that has no other. */
export function onlyError(reply: string): RpcError {
  const [error, ...others] = rpcErrors(reply);
  if (error === undefined || others.length > 0) throw new Error(`one rpc-error was expected: ${reply}`);
  return error;
}

function withoutPrefixes(path: string | undefined): string | undefined {
  return path?.startsWith("/") ? path.replaceAll(/\b[\w-]+:(?=[\w-])/g, "") : path;
}
