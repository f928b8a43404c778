/** Counters in a paragraph of `show sr localsids`. */
export function shownStatistics(paragraph: string) {
  const of = (label: string) =>
    new RegExp(`${label} traffic:\\s*\\[(\\d+) packets : (\\d+) bytes`).exec(paragraph) ?? [];
  const [, goodPackets = "0", goodOctets = "0"] = of("Good");
  const [, badPackets = "0", badOctets = "0"] = of("Bad");
  return {
    "good-packets": goodPackets,
    "good-octets": goodOctets,
    "bad-packets": badPackets,
    "bad-octets": badOctets,
  };
}
