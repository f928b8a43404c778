import { Det44GetTimeouts, Det44SetTimeouts } from "vpp-binapi-ts/api";
import { definePolicy } from "../policy.js";

/** Timers of det44, which has no pools. */
export const det44Policy = definePolicy({
  plugin: "det44",
  family: "ipv4",
  members: { type: "sweetcomb-nat:det44" },
  messages: [Det44SetTimeouts, Det44GetTimeouts],
  setTimers: ({ vpp }, timers) => vpp.call(Det44SetTimeouts, timers),
  async timers({ vpp }) {
    const { udp, tcpEstablished, tcpTransitory, icmp } = await vpp.call(Det44GetTimeouts);
    return { udp, tcpEstablished, tcpTransitory, icmp };
  },
});
