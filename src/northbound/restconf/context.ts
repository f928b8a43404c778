/** What the plugins of this folder are given, and what they keep on a request. */

import type { FastifyInstance, FastifyRequest } from "fastify";
import type { PasswordLogins } from "../../authentication/password-logins.js";
import type { Management } from "../../operations/management.js";
import type { RestconfLimits } from "./limits.js";
import type { Representation } from "./media-types.js";
import type { ResourceTarget } from "./resource-target.js";

export interface RestconfContext {
  readonly management: Management;
  /** The user that the connection of a request belongs to; undefined when there is none. */
  readonly userOf: (request: FastifyRequest) => string | undefined;
  /** Groups that the connection's certificate names. Default none. */
  readonly groupsOf?: ((request: FastifyRequest) => readonly string[]) | undefined;
  readonly passwords?: PasswordLogins | undefined;
  /** Origins whose pages may use the API from a browser, such as "https://console.example". Default none. */
  readonly allowedOrigins?: ReadonlySet<string> | undefined;
  /** Whether long answers are compressed for clients that ask for it. Default false. */
  readonly gzip?: boolean | undefined;
  readonly limits: RestconfLimits;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Set by the plugin "restconf-authentication" on every request that needs a user. */
    user: string;
    /** Set with the user: groups that access control may count him to. */
    groups: readonly string[];
    /** How the answer is to be written; set by `requireRepresentation`. */
    representation: Representation;
    /** What the request is about; set by the plugin "restconf-data". */
    target: ResourceTarget;
  }

  interface FastifyContextConfig {
    /** Answered without a client certificate. */
    readonly public?: boolean;
  }
}

type Plugin = (app: FastifyInstance, context: RestconfContext) => Promise<void>;

/**
 * A fastify plugin with a name and declared needs. Its hooks and decorators reach the application that it is registered on:
 * all plugins here make one application, cut by subject.
 */
export function definePlugin(name: string, plugin: Plugin, dependencies: readonly string[] = []): Plugin {
  return Object.assign(plugin, {
    [Symbol.for("skip-override")]: true,
    [Symbol.for("fastify.display-name")]: name,
    [Symbol.for("plugin-meta")]: { name, dependencies, fastify: "5.x" },
  });
}
