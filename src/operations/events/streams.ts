/** The event streams that clients can name. */

export interface Stream {
  readonly name: string;
  readonly description: string;
}

export const streams: readonly Stream[] = [{ name: "NETCONF", description: "All events of the server and of VPP" }];
