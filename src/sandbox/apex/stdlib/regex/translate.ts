import { fail } from '../../runtime/exception.ts';

const POSIX: Readonly<Record<string, string>> = {
  Lower: 'a-z', Upper: 'A-Z', ASCII: '\\x00-\\x7f', Alpha: 'a-zA-Z', Digit: '0-9', Alnum: 'a-zA-Z0-9', Punct: '!-\\/:-@\\[-`{-~', Graph: '!-~', Print: ' -~', Blank: ' \\t', Cntrl: '\\x00-\\x1f\\x7f', XDigit: '0-9a-fA-F', Space: '\\s',
};

/** A Java regular expression as a JavaScript one. What has no counterpart there is an error, never another meaning. */
export function translate(java: string): RegExp {
  let flags = 'dg';
  let source = java;
  const inline = /^\(\?([imsx]+)\)/.exec(source);
  if (inline) {
    source = source.slice(inline[0].length);
    for (const flag of inline[1]!) if (flag !== 'x') flags += flag;
    if (inline[1]!.includes('x')) source = source.replace(/\\.|\s+|#.*$/gm, (part) => (part.startsWith('\\') ? part : ''));
  }
  let out = '';
  let depth = 0;
  for (let i = 0; i < source.length; i++) {
    const c = source[i]!;
    if (c === '\\') {
      const e = source[i + 1] ?? '';
      if (e === 'Q') {
        const end = source.indexOf('\\E', i + 2);
        const literal = source.slice(i + 2, end < 0 ? undefined : end);
        out += literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
        i = end < 0 ? source.length : end + 1;
        continue;
      }
      const property = /^\\([pP])\{(?:Is)?(\w+)\}/.exec(source.slice(i));
      if (property) {
        const set = POSIX[property[2]!];
        const body = set ?? (/^(L|Lu|Ll|Lt|Lm|Lo|M|N|Nd|Nl|No|P|S|Z|Zs|C)$/.test(property[2]!) ? null : undefined);
        if (body === undefined) fail('System.StringException', `Invalid regex: Unknown character property name {${property[2]!}} near index ${i + property[0].length - 1}\n${java}`);
        if (body === null && !flags.includes('u')) flags += 'u';
        out += body === null ? property[0].replace('{Is', '{') : depth ? body : `[${property[1] === 'P' ? '^' : ''}${body}]`;
        i += property[0].length - 1;
        continue;
      }
      if (e === 'A') out += '(?<![^])';
      else if (e === 'z') out += '(?![^])';
      else if (e === 'Z') out += '(?=\\n?(?![^]))';
      else if (e === 'h') out += depth ? ' \\t\\xA0' : '[ \\t\\xA0]';
      else if (e === 'R') out += '(?:\\r\\n|[\\n\\r\\u2028\\u2029])';
      else if (/[<>@!"#%&',:;=`~ -]/.test(e)) out += e === '-' && depth ? '\\-' : e.replace(/[-]/, '\\x2d');
      else if (e === 'a') out += '\\x07';
      else if (e === 'e') out += '\\x1b';
      else if (e === '') fail('System.StringException', `Invalid regex: Unexpected internal error near index ${i + 1}\n${java}`);
      else out += `\\${e}`;
      i++;
      continue;
    }
    if (c === '[') { depth++; out += depth > 1 ? '\\[' : '['; continue; }
    if (c === ']' && depth) { depth--; out += depth ? '\\]' : ']'; continue; }
    if (!depth && (c === '+') && /[*+?}]/.test(source[i - 1] ?? '') && source[i - 2] !== '\\') fail('System.StringException', 'NotSupported: possessive quantifier in a regular expression');
    if (!depth && source.startsWith('(?>', i)) fail('System.StringException', 'NotSupported: atomic group in a regular expression');
    out += c;
  }
  try {
    return new RegExp(out, flags);
  } catch (error) {
    const text = (error as Error).message;
    const unclosed = /Unterminated character class/.test(text) ? `Unclosed character class near index ${java.length - 1}` : /Unterminated group/.test(text) ? `Unclosed group near index ${java.length}` : /Nothing to repeat/.test(text) ? `Dangling meta character '${/[*+?]/.exec(java)?.[0] ?? '*'}' near index ${Math.max(java.search(/[*+?]/), 0)}` : `${text.replace(/^.*: /, '')} near index 0`;
    return fail('System.StringException', `Invalid regex: ${unclosed}\n${java}`);
  }
}
