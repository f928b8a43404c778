/** Whether a path is that of another node or of one below it. "/" is above all. */
export function isAtOrBelow(path: string, ancestor: string): boolean {
  return ancestor === "/" || path === ancestor || path.startsWith(`${ancestor}/`);
}
