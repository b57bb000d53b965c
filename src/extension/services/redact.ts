/** What must never reach a log: session ids, tokens, login addresses. Knows no 'vscode', so that unit tests can call it. */

const hidden = '[redacted]';

const patterns: readonly { readonly pattern: RegExp; readonly replacement: string }[] = [
  { pattern: /\b(Bearer|OAuth)\s+[^\s"',;]+/gi, replacement: `$1 ${hidden}` },
  // Session ids are an org id, an exclamation mark and a secret.
  { pattern: /\b00D[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?![^\s"',;&]+/g, replacement: hidden },
  { pattern: /([?&](?:sid|sessionId|token|tkn|access_token|startURL)=)[^&\s"']+/gi, replacement: `$1${hidden}` },
  { pattern: /("(?:accessToken|access_token|developerToken|token|sid|password)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi, replacement: `$1"${hidden}"` },
  { pattern: /\b[0-9a-f]{64}\b/gi, replacement: hidden },
];

/** The text without secrets: those that look like one, and `known` ones literally. */
export function redact(text: string, known: Iterable<string> = []): string {
  let result = text;
  for (const secret of known) if (secret.length >= 8) result = result.replaceAll(secret, hidden);
  for (const { pattern, replacement } of patterns) result = result.replace(pattern, replacement);
  return result;
}
