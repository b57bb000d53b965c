/** Protocol messages as text for a log, without secrets. */

const secretName = /^(accesstoken|developertoken|token|sessionid|sid|authorization|password|secret|cookie|frontdoor(url)?)$/i;
const secretText: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|OAuth)\s+[^\s"']+/gi, '$1 ***'],
  [/([?&](?:sid|token|access_token|session|sessionId)=)[^&\s"'#]+/gi, '$1***'],
  // Salesforce session ids: an org id, `!`, and the rest.
  [/\b00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?![A-Za-z0-9._]+/g, '***'],
];
/** Longer messages are cut: a trace is for reading. */
const MAX_TRACE_LENGTH = 8000;

export function redact(value: unknown): string {
  const text = JSON.stringify(value, (name, item: unknown) => (secretName.test(name) && typeof item === 'string' ? '***' : item)) ?? String(value);
  const clean = redactText(text);
  return clean.length > MAX_TRACE_LENGTH ? `${clean.slice(0, MAX_TRACE_LENGTH)}… (${clean.length} characters)` : clean;
}

export function redactText(text: string): string {
  return secretText.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}
