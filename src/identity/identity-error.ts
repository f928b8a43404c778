/** Keys or certificates cannot be used; the message says which file, and what to do. */
export class IdentityError extends Error {
  override readonly name = "IdentityError";
}
