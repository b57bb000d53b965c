/** Every transition that the model knows, with the rules behind it. A run has to see each. */
export const TRANSITIONS: readonly (readonly [what: string, rules: string])[] = [
  ['connect', ''], ['disconnect', ''], ['disconnect from a session', 'D3'], ['disconnect while a login waits', 'T8'],
  ['grant', 'T1 T3'], ['grant refused (T2)', 'T2'], ['grant refused (T4)', 'T4'], ['revoke', 'T1'],
  ['policy: adminsOnly', 'T4'], ['policy: adminsCanLogInAsAnyUser', 'T4'], ['policy: requiresMfa', 'T8'],
  ['assign a seat', 'D16'], ['assign a seat refused (D16)', 'D16'], ['take a seat back', 'D16'],
  ['login', 'T1 T7'], ['login again', 'T1'], ['login refused (T1)', 'T1'], ['login refused (T2)', 'T2'], ['login refused (T5)', 'T5'],
  ['login waits (T8)', 'T8'], ['login waits: approve', 'T8'], ['login waits: deny refused (T8)', 'T8'], ['login waits: cancel refused (T8)', 'T8'], ['login waits: approve too late refused (T1)', 'T1'], ['login: timed out (T8)', 'T8'],
  ['login refused (T9)', 'T9'], ['read both logs', 'T9'], ['decide for the customer refused (T3)', 'T3'],
  ['view a subscriber', 'T6 D16 D17'], ['view a subscriber refused (T5)', 'T5'], ['open a link', 'D12'], ['open a link refused (D12)', 'D12'], ['open a link refused (T2)', 'T2'], ['open a link refused (T5)', 'T5'],
  ['view code', 'T7 T16 D2 D8'], ['retrieve code', 'D12 D15 D8'], ['retrieve code refused (D9)', 'D9'], ['delete a copy', 'D9'], ['delete a copy refused (D9)', 'D9'],
  ['trace', 'T10'], ['trace refused (T10)', 'T10'], ['list debug logs', 'T10'], ['list debug logs refused (T10)', 'T10'], ['REST request', 'T10 T13'], ['REST request refused (T7)', 'T7'],
  ['set a feature parameter', 'D17'], ['set a feature parameter refused (D17)', 'D17'], ['set a feature parameter refused (T5)', 'T5'], ['the package sets a feature parameter', 'D17'],
  ['logout', 'D13'], ['logout from a session', 'D13'], ['OAuth refused (T16)', 'T16'],
  ['acquire', 'D7'], ['acquire for others too', 'D7'], ['acquire refused (D1)', 'D1'], ['acquire refused (D2)', 'D2'], ['acquire refused (D7)', 'D7'], ['acquire refused (D10)', 'D10'], ['acquire refused (T11)', 'T11'], ['acquire refused (T12)', 'T12'],
  ['take over', 'T11'], ['take over refused (D1)', 'D1'],
  ['resume an orphan', 'D3'], ['resume by token', 'D3'], ['resume by the token before', 'D3'], ['the answer is lost', 'D3'], ['renew', 'D14'], ['renew refused', 'T1 T11 D1 D10'],
  ['activity', 'T14'], ['debugging', 'D6 T14'], ['the debugger asks by itself', 'T14'], ['end in Setup', 'D1'], ['end in Setup refused (D1)', 'D1'], ['end', 'D11'], ["end another's", 'D1'], ["end another's refused (D2)", 'D2'],
  ['session ends (stop)', 'D11'], ['session ends (T1)', 'T1'], ['session ends (T14)', 'T14'], ['session ends (T15)', 'T15'], ['session ends (D1)', 'D1'], ['session ends (D3)', 'D3'], ['session ends (D10)', 'D10'], ['session ends (D13)', 'D13'],
  ['request is debugged', 'D7'], ['request is not debugged (no session)', ''], ['request is not debugged (D3)', 'D3'], ['request is not debugged (D7)', 'D7'], ['request is not debugged (T13)', 'T13'], ['request refused (T7)', 'T7'], ['request ends', 'T13'],
  ['queued work is debugged', 'D5'], ['queued work is not debugged (no session)', ''], ['queued work is not debugged (D3)', 'D3'], ['queued work is not debugged (D7)', 'D7'], ['queued work is not debugged (T13)', 'T13'],
  ['sources change', 'D4'],
  ['maintenance', 'D10'], ['maintenance is planned', 'D10'], ['maintenance is called off', 'D10'], ['maintenance is over', 'D10'],
  ['time passes', ''], ['the machine sleeps', ''], ['the clock is set back', ''],
  ['restart', ''], ['restart under a session', 'D3'], ['crash', ''], ['crash under a session', 'D3'],
  ['at the same time', ''], ['comes too late', ''],
];

/** A line for each, with how often it was seen. */
export function table(seen: ReadonlyMap<string, number>): string {
  return TRANSITIONS.map(([what, rules]) => `${String(seen.get(what) ?? 0).padStart(8)}  ${what.padEnd(44)}${rules}`).join('\n');
}

/** Those seen less often. */
export function rarer(seen: ReadonlyMap<string, number>, times: number): string[] {
  return TRANSITIONS.flatMap(([what]) => ((seen.get(what) ?? 0) < times ? [`${what}: ${seen.get(what) ?? 0}`] : []));
}
