/** An XML element; children are XML, `text` is not. */
export function element(name: string, attributes: Readonly<Record<string, string>>, children: readonly string[], text = ''): string {
  const head = `${name}${Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`).join('')}`;
  if (children.length === 0 && text === '') return `<${head}/>`;
  return `<${head}>${escapeXml(text)}${children.map(child => `\n${child}`).join('')}${children.length > 0 ? '\n' : ''}</${name}>`;
}

/** Characters that XML 1.0 can't hold at all are left out. */
function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' };
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[&<>"\n]/g, character => entities[character] ?? character);
}
