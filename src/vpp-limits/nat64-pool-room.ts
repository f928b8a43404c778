/** VPP 26.06 counts the users of each port of an address in the pool of NAT64, and takes room for all addresses anew when the pool grows. */

const bytesPerAddress = 2 ** 20;
const whenMoved = 1.5;

/** @returns the bytes of the heap that VPP takes while its pool becomes one of so many addresses */
export function bytesForNat64Pool(addresses: number): number {
  return addresses * bytesPerAddress * whenMoved;
}
