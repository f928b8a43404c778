/** What happens to a connection. Other numbers are those of applications, which get the connections. */
export const actions = { deny: 0xffff_fffe, allow: 0xffff_fffd } as const;

export type Verdict = keyof typeof actions;

/** Undefined for an application. */
export function actionOf(actionIndex: number): Verdict | undefined {
  if (actionIndex === actions.deny) return "deny";
  return actionIndex === actions.allow ? "allow" : undefined;
}
