/** Pods and what they have in common, as sweetcomb-pod holds them (RFC 7951). */

export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly address?: readonly string[];
  /** Without it the pod is not attached. */
  readonly interface?: string;
  readonly memif?: { readonly socket: string; readonly id?: number; readonly mode?: LinkMode };
  readonly tap?: { readonly "namespace-path": string; readonly device?: string; readonly mode?: LinkMode };
  readonly "vhost-user"?: { readonly socket: string };
}

export type LinkMode = "ethernet" | "ip";

export interface PodSettings {
  /** Interface whose addresses the pods' interfaces use. */
  readonly lender?: string;
  /** Addresses of the loopback that is made where no lender is named. */
  readonly "gateway-address"?: readonly string[];
  /** Sources of connections that leave the cluster, one of a family. */
  readonly "source-address"?: readonly string[];
}

export const POD_PATH = "/sweetcomb-pod:pods/pod";
export const POD_SETTINGS_PATH = "/sweetcomb-pod:pods/settings";
